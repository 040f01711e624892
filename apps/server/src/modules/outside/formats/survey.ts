import { FileRefused } from './file-faults.ts'
import type { DateOrder } from './headers/format.ts'
import { normalHeader } from './headers/header-text.ts'
import { isKnownHeader } from './headers/known-headers.ts'
import { type Mapping, recognise, type RecognisedTable, type UnknownTable } from './headers/recognise.ts'
import { accountOfName, momentOfName, type Period, periodOfName } from './file-name.ts'
import { readReport, type Report } from './reports-sheet.ts'
import { surveyTable, type TableSurvey } from './survey-table.ts'
import type { GivenFile } from './tables/file-source.ts'
import type { Limits } from './tables/limits.ts'
import { openFile } from './tables/open-file.ts'
import type { OpenedFile, Row, Sheet } from './tables/table.ts'
import { amountText } from './values/amount.ts'
import { orderOf } from './values/dates.ts'
import { currencyOfRegion, dateOrderOfRegion } from './values/regions.ts'

/** What is known of a file beside what is in it. */
export interface Told {
  /** `US`, `UK`, `VN` …: decides currency and the order of day and month where the file does not. */
  readonly region?: string
  readonly currency?: string
  readonly dateOrder?: DateOrder
  readonly period?: Period
  /** `YYYY-MM-DD`. */
  readonly exportedOn?: string
  readonly account?: string
  readonly mappings?: readonly Mapping[]
  readonly limits?: Limits
  /** What a look at the same file found, told the same, in the order of its tables: it is not read for that again. */
  readonly surveys?: readonly TableSurvey[]
}

export interface SurveyedTable {
  readonly sheet: Sheet
  readonly table: RecognisedTable
  readonly survey: TableSurvey
  readonly currency: string | null
  readonly dateOrder: DateOrder | null
  readonly period: Period | null
  readonly account: string
  readonly exportedOn: string | null
}

export interface Survey extends AsyncDisposable {
  readonly opened: OpenedFile
  readonly tables: readonly SurveyedTable[]
  readonly unknown: readonly { readonly sheet: string; readonly table: UnknownTable }[]
  /** Sheets of which nothing is taken. */
  readonly passedOver: readonly string[]
  readonly report: Report | null
}

const headRows = async (sheet: Sheet): Promise<Row[]> => {
  const rows: Row[] = []
  for await (const some of sheet.rows({ keep: null })) {
    rows.push(...some.slice(0, 40))
    if (rows.length >= 40) break
  }
  return rows.slice(0, 40)
}

interface Candidate {
  readonly sheet: Sheet
  readonly table: RecognisedTable
}

/** A settlement workbook shows some of its lines twice, on sheets of their own: the main one is read. */
const withoutRepeats = (found: readonly Candidate[]): readonly Candidate[] => {
  const settlements = found.filter(({ table }) => table.format.kind === 'settlement_line')
  if (settlements.length < 2) return found
  const main = settlements.find(({ sheet }) => normalHeader(sheet.name) === 'order details') ?? settlements[0]
  return found.filter((one) => one.table.format.kind !== 'settlement_line' || one === main)
}

const orderFor = (survey: TableSurvey, { sheet, table }: Candidate, told: Told): DateOrder | null => {
  const found = orderOf(survey.dates)
  if (found === 'mixed') throw new FileRefused('mixed_dates', { sheet: sheet.name })
  if (found !== null) return found
  if (told.dateOrder !== undefined) return told.dateOrder
  const { dateOrder } = table.format
  return dateOrder === 'region' ? dateOrderOfRegion(told.region) : dateOrder
}

const surveyed = async (
  candidate: Candidate,
  told: Told,
  { name, known }: { readonly name: string; readonly known: TableSurvey | undefined },
): Promise<SurveyedTable> => {
  const usual = told.currency ?? currencyOfRegion(told.region)
  const survey = known ?? (await surveyTable(candidate.sheet, candidate.table, usual))
  const exportMoment = momentOfName(name)
  return {
    ...candidate,
    survey,
    currency: survey.currencies[0] ?? usual,
    dateOrder: orderFor(survey, candidate, told),
    period: told.period ?? periodOfName(name),
    account: told.account?.trim().replace(/^@/, '').toLowerCase() ?? accountOfName(name),
    exportedOn: told.exportedOn ?? exportMoment?.slice(0, 10) ?? null,
  }
}

const check = (tables: readonly SurveyedTable[], report: Report | null): void => {
  const settlement = tables.find(({ table }) => table.format.kind === 'settlement_line')
  const stated = report?.totalMicro ?? null
  const sum = settlement?.survey.settled ?? null
  if (settlement === undefined || stated === null || sum === null || stated === sum) return
  throw new FileRefused('total_disagrees', {
    sheet: settlement.sheet.name,
    detail: { stated: amountText(stated), found: amountText(sum) },
  })
}

/**
 * Opens a file, recognises its tables and reads each once to learn what no single line tells: whether day or month comes
 * first, the currency, how fresh it is, whether it sums to its own total.
 */
export const surveyFile = async (file: GivenFile, told: Told): Promise<Survey> => {
  const opened = await openFile(file, {
    isKnownHeader,
    region: told.region,
    ...(told.limits === undefined ? {} : { limits: told.limits }),
  })
  try {
    const found: Candidate[] = []
    const unknown: { sheet: string; table: UnknownTable }[] = []
    let report: Report | null = null
    for (const sheet of opened.sheets) {
      const rows = await headRows(sheet)
      const recognition = recognise(rows, told.mappings ?? [])
      if (recognition.outcome === 'recognised') found.push({ sheet, table: recognition.table })
      else report ??= readReport(rows, currencyOfRegion(told.region))
      if (recognition.outcome === 'unknown') unknown.push({ sheet: sheet.name, table: recognition.table })
    }
    const wanted = withoutRepeats(found)
    const tables: SurveyedTable[] = []
    for (const [place, candidate] of wanted.entries()) {
      const known = told.surveys?.[place]
      tables.push(await surveyed(candidate, told, { name: file.name, known }))
    }
    check(tables, report)
    const read = new Set(wanted.map(({ sheet }) => sheet.name))
    return {
      opened,
      tables,
      unknown,
      report,
      passedOver: opened.sheets.map(({ name }) => name).filter((name) => !read.has(name)),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    }
  } catch (error) {
    await opened[Symbol.asyncDispose]()
    throw error
  }
}
