import type { FileFault } from './file-faults.ts'
import type { Inspection } from './inspect-export.ts'
import type { Packed } from '../rules/stored-rows.ts'
import type { Batch, ReadContext } from './read-export.ts'
import type { GivenFile } from './tables/file-source.ts'

/** What a reader thread is asked to do, once. */
export interface ReaderJob {
  readonly task: 'inspect' | 'read'
  readonly file: GivenFile
  readonly context: ReadContext
}

/** A batch as it leaves the thread: bytes change hands, rows would be copied one value after the other. */
export type PackedBatch = Omit<Batch, 'rows'> & Packed

/** What it says. It sends two batches ahead and then waits until one was taken. */
export type ReaderMessage =
  | { readonly say: 'batch'; readonly batch: PackedBatch }
  | { readonly say: 'inspection'; readonly inspection: Inspection }
  | { readonly say: 'done' }
  | { readonly say: 'refused'; readonly fault: FileFault }
  /** A mistake of ours: only its name and place, since a message may quote the file. */
  | { readonly say: 'failed'; readonly place: string }

export const batchesAhead = 2
