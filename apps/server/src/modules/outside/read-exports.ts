import type { ImportFormat, ImportMapping, ImportQuestion, ImportRefusalCode } from '@busker/contract'
import { importRefusalCatalog } from '@busker/contract'
import {
  FileRefusal,
  ReaderFailed,
  type Batch,
  type ExportFile,
  type ExportReader,
  type Inspection,
  type ReadingContext,
} from './export-reader.ts'
import { FileRefused, type FileFaultCode } from './formats/file-faults.ts'
import type { FormatId } from './formats/headers/format.ts'
import { normalHeader } from './formats/headers/header-text.ts'
import { formats, spellingsOf } from './formats/headers/known-headers.ts'
import type { Mapping, UnknownTable } from './formats/headers/recognise.ts'
import { inspectInWorker, readInWorker } from './formats/read-in-worker.ts'
import type { Told } from './formats/survey.ts'

const headerOf = (dialects: (typeof formats)[number]['dialects'], field: string): string => {
  for (const { columns } of dialects) {
    const spelling = columns[field]
    if (spelling !== undefined) return typeof spelling === 'string' ? spelling : (spelling[0] ?? field)
  }
  return field
}

const knownFormats = (): ImportFormat[] =>
  formats.map(({ id, dialects, needs }) => ({
    format: id,
    fields: spellingsOf(id).fields.map((field) => ({ field, header: headerOf(dialects, field) })),
    needs: needs.map((group) => [...group]),
  }))

const isFormat = (id: string): id is FormatId => formats.some((format) => format.id === id)

const toldOf = ({ region, answers, mappings, surveys }: Omit<ReadingContext, 'buyerKey'>): Told => ({
  ...answers,
  region,
  ...(surveys === undefined ? {} : { surveys }),
  mappings: mappings.flatMap(({ format, ...rest }): Mapping[] =>
    isFormat(format) ? [{ ...rest, format }] : [],
  ),
})

type Question<Asks extends ImportQuestion['asks']> = Extract<ImportQuestion, { asks: Asks }>

/** What has to be told, and how a member is asked. */
const questions: Partial<Record<FileFaultCode, Exclude<ImportQuestion, { asks: 'mapping' }>>> = {
  ambiguous_date: { asks: 'date_order' },
  currency_needed: { asks: 'currency' },
  period_needed: { asks: 'period' },
  account_needed: { asks: 'account' },
  export_day_needed: { asks: 'export_day' },
}

const isRefusal = (code: string): code is ImportRefusalCode => Object.hasOwn(importRefusalCatalog, code)

/** The reader's own failure in the words of an import; what is no fault of the file is one of ours. */
const asRefusal = (error: unknown): unknown => {
  if (!(error instanceof FileRefused)) return error
  const { code, sheet, detail } = error.fault
  if (!isRefusal(code)) return new ReaderFailed(detail['place'] ?? code)
  return new FileRefusal(code, sheet === '' ? detail : { sheet, ...detail })
}

/** Headers that are there several times are told apart by a number, as a mapping names them. */
const numbered = (headers: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return headers.flatMap((header) => {
    const name = normalHeader(header)
    if (name === '') return []
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return [count === 1 ? header.trim() : `${header.trim()}#${count}`]
  })
}

/** What is recognised of a table that as a whole is not. */
const guessOf = (headers: readonly string[], closest: UnknownTable['closest']): ImportMapping | null => {
  if (closest === null) return null
  const { fieldOf } = spellingsOf(closest.format)
  const taken = new Set<string>()
  const columns = headers.flatMap((header): [string, string][] => {
    const field = fieldOf.get(normalHeader(header))
    if (field === undefined || taken.has(field)) return []
    taken.add(field)
    return [[header, field]]
  })
  return { format: closest.format, columns: Object.fromEntries(columns) }
}

const askForColumns = (sheet: string, table: UnknownTable): Question<'mapping'> => {
  const headers = numbered(table.headers)
  return {
    ...{ asks: 'mapping', sheet, headers, signature: table.signature },
    sample: table.sample.map((line) => ({ ...line })),
    closest: guessOf(headers, table.closest),
  }
}

const inspect = async (
  file: ExportFile,
  context: ReadingContext,
  signal: AbortSignal,
): Promise<Inspection> => {
  const seen = await inspectInWorker(file, toldOf(context), { signal }).catch((error: unknown) => {
    throw asRefusal(error)
  })
  const [unknown] = seen.unknown
  if (unknown !== undefined)
    return { kind: 'needs_mapping', question: askForColumns(unknown.sheet, unknown.table) }
  const found = [...new Set<string>(seen.tables.map(({ format }) => format))]
  const [need] = seen.needs
  const question = need === undefined ? undefined : questions[need]
  if (question !== undefined) return { kind: 'needs_answer', question, formats: found }
  return {
    kind: 'ready',
    formats: found,
    asOf: seen.asOf?.at ?? null,
    period: seen.period,
    surveys: seen.surveys,
  }
}

async function* read(file: ExportFile, context: ReadingContext, signal: AbortSignal): AsyncGenerator<Batch> {
  const told = { ...toldOf(context), buyerKey: context.buyerKey }
  try {
    for await (const { bytesRead, bytesTotal, ...rest } of readInWorker(file, told, { signal }))
      yield { ...rest, readBytes: bytesRead, totalBytes: bytesTotal }
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Every file that `formats/` understands, read in a thread of its own. */
export const createExportReader = (): ExportReader => ({ formats: knownFormats(), inspect, read })
