/** What the page asks of its worker: to keep a file as it is, or to make a copy that can be read while it arrives. */
export interface KeepOrder {
  readonly file: Blob
  readonly key: string
  readonly work: 'copy' | 'remux'
}

/** What the worker answers, once: whether the file lies under its key now. */
export interface KeepAnswer {
  readonly kept: boolean
  /** Why not, or `remux` or `copy`. */
  readonly outcome: string
}

/** The folder of kept files in the private file system of this origin. */
export const keptFolder = 'uploads'
/** A copy that takes longer than this is not worth waiting for. */
export const longestRemuxMs = 20_000
