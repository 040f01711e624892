import type { ImportFormat, ImportMapping, ImportQuestion, ImportRefusalCode } from '@busker/contract'
import type { Answers } from './rules/answers.ts'
import type { ExportedRow, RefusedLine, Span } from './rules/rows.ts'

/** A file on the disk and the name it was given with. */
export interface ExportFile {
  readonly path: string
  readonly name: string
}

/** What a file is read with. */
export interface ReadingContext {
  readonly region: string
  readonly currency: string
  readonly timeZone: string
  /** What a member said about this very file. */
  readonly answers: Answers
  /** The day it was given to us, in the time zone of the client. */
  readonly givenOn: string
  /** Makes the hashes of buyers' user names. It goes nowhere else. */
  readonly buyerKey: string
  readonly mapping: ImportMapping | null
}

/** What a look at a file tells. */
export type Inspection =
  | {
      readonly kind: 'ready'
      readonly formats: readonly string[]
      readonly asOf: string
      readonly period: Span | null
    }
  | {
      readonly kind: 'needs_mapping'
      readonly sheet: string
      readonly headers: readonly string[]
      /** Without columns that are about buyers. */
      readonly sample: readonly (readonly string[])[]
      readonly closest: ImportMapping | null
    }
  | {
      readonly kind: 'needs_answer'
      readonly asks: Exclude<ImportQuestion['asks'], 'mapping'>
      readonly formats: readonly string[]
    }
  | { readonly kind: 'refused'; readonly code: ImportRefusalCode; readonly detail: string }

/** What was read since the last one. At most 1000 rows. */
export interface Batch {
  readonly rows: readonly ExportedRow[]
  readonly refused: readonly RefusedLine[]
  readonly readBytes: number
  readonly totalBytes: number
}

/** The file turned out to be one that cannot be read: nothing of it counts. */
export class FileRefusal extends Error {
  readonly code: ImportRefusalCode
  /** Never with anything out of the file that could be about a person. */
  readonly detail: string

  constructor(code: ImportRefusalCode, detail = '') {
    super(code)
    this.name = 'FileRefusal'
    this.code = code
    this.detail = detail
  }
}

/** Reads exported files; `formats/` knows how. */
export interface ExportReader {
  readonly formats: readonly ImportFormat[]
  inspect(file: ExportFile, context: ReadingContext, signal: AbortSignal): Promise<Inspection>
  /** Throws a FileRefusal. Stops when the signal aborts. */
  read(file: ExportFile, context: ReadingContext, signal: AbortSignal): AsyncIterable<Batch>
}
