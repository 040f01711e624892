import type { ImportFormat, ImportMapping, ImportQuestion, ImportRefusalCode } from '@busker/contract'
import type { TableSurvey } from './formats/survey-table.ts'
import type { Answers } from './rules/answers.ts'
import type { RefusedLine, Span } from './rules/rows.ts'
import type { Packed } from './rules/stored-rows.ts'

/** A file on the disk and the name it was given with. */
export interface ExportFile {
  readonly path: string
  readonly name: string
}

/** What was said about columns, for files with these headers. */
export interface KnownMapping extends ImportMapping {
  readonly signature: string
}

/** What a file is read with. */
export interface ReadingContext {
  readonly region: string
  /** What a member said about this very file. */
  readonly answers: Answers
  /** Makes the hashes of buyers' user names. It goes nowhere else. */
  readonly buyerKey: Uint8Array
  readonly mappings: readonly KnownMapping[]
  /** What a look at this file, with the same context, has seen. */
  readonly surveys?: readonly TableSurvey[]
}

type Detail = Readonly<Record<string, string>>

/** What a look at a file tells. */
export type Inspection =
  | {
      readonly kind: 'ready'
      readonly formats: readonly string[]
      /** null: neither its lines nor its name tell. */
      readonly asOf: string | null
      readonly period: Span | null
      /** What else was seen; given back, so that the file is not looked through again. */
      readonly surveys?: readonly TableSurvey[]
    }
  | {
      readonly kind: 'needs_mapping'
      readonly question: Extract<ImportQuestion, { asks: 'mapping' }>
    }
  | {
      readonly kind: 'needs_answer'
      readonly question: Exclude<ImportQuestion, { asks: 'mapping' }>
      readonly formats: readonly string[]
    }
  | { readonly kind: 'refused'; readonly code: ImportRefusalCode; readonly detail: Detail }

/** What was read since the last one. At most 1000 rows, packed for the journal. */
export interface Batch extends Packed {
  readonly refused: readonly RefusedLine[]
  readonly readBytes: number
  readonly totalBytes: number
}

/** The file turned out to be one that cannot be read: nothing of it counts. */
export class FileRefusal extends Error {
  readonly code: ImportRefusalCode
  /** Names of columns, lines, sums: never anything that could be about a person. */
  readonly detail: Detail

  constructor(code: ImportRefusalCode, detail: Detail = {}) {
    super(code)
    this.name = 'FileRefusal'
    this.code = code
    this.detail = detail
  }
}

/** A mistake of the reader's. It tells its place alone, because words could quote the file. */
export class ReaderFailed extends Error {
  readonly place: string

  constructor(place: string) {
    super('the reader failed')
    this.name = 'ReaderFailed'
    this.place = place
  }
}

/** Reads exported files; `formats/` knows how. */
export interface ExportReader {
  readonly formats: readonly ImportFormat[]
  inspect(file: ExportFile, context: ReadingContext, signal: AbortSignal): Promise<Inspection>
  /** Throws a FileRefusal. Stops when the signal aborts. */
  read(file: ExportFile, context: ReadingContext, signal: AbortSignal): AsyncIterable<Batch>
}
