/** What of a transfer its link in the chain is made of. */
export interface Chained {
  readonly txnId: string
  readonly no: bigint
  readonly atMs: number
  readonly template: string
  readonly scope: string
  readonly key: string
  readonly request: string
  readonly terms: string | null
  readonly settles: string | null
  readonly settledTo: bigint | null
  /** Legs as they are kept: `account d|c amount`, joined by commas. */
  readonly legs: string
}

/** One text for one transfer at one place of a chain: whatever is changed in it, or before it, changes the hash. */
export const linkText = (before: string, row: Chained): string =>
  JSON.stringify([
    ...[
      before,
      String(row.no),
      row.txnId,
      row.atMs,
      row.template,
      row.scope,
      row.key,
      row.request,
      row.terms,
    ],
    ...[row.settles, row.settledTo === null ? null : String(row.settledTo), row.legs],
  ])

/** What stands before the first transfer of a lane, as the migration wrote it. */
export const firstLink = (lane: number, hashOf: (text: string) => string): string =>
  hashOf(`busker.ledger.${lane}`)
