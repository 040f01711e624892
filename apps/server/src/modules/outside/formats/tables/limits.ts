/** What one file may ask for. An export of a shop has at most a few hundred columns and 15,000 orders. */
export interface Limits {
  readonly fileBytes: number
  readonly archiveEntries: number
  readonly unpackedBytes: number
  /** Unpacked for one packed byte; small files may be above. */
  readonly packingRatio: number
  readonly ratioFreeBytes: number
  readonly rows: number
  readonly columns: number
  readonly cellCharacters: number
  readonly sharedStrings: number
  readonly sharedCharacters: number
  readonly jsonBytes: number
}

const mebibyte = 2 ** 20

export const usualLimits: Limits = {
  fileBytes: 2048 * mebibyte,
  archiveEntries: 2000,
  unpackedBytes: 2048 * mebibyte,
  packingRatio: 200,
  ratioFreeBytes: 32 * mebibyte,
  rows: 10_000_000,
  columns: 1000,
  cellCharacters: 100_000,
  sharedStrings: 1_000_000,
  sharedCharacters: 64_000_000,
  jsonBytes: 96 * mebibyte,
}
