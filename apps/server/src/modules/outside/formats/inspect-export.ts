import type { ExportedRow } from '../rules/rows.ts'
import { type FileFaultCode, FileRefused } from './file-faults.ts'
import { momentOfName, type Period } from './file-name.ts'
import type { FormatId } from './headers/format.ts'
import { regionMarks } from './headers/shop-orders.ts'
import { normalHeader } from './headers/header-text.ts'
import { isDataDownload, readDownload } from './readers/read-download.ts'
import type { TableSurvey } from './survey-table.ts'
import { type Survey, type SurveyedTable, surveyFile, type Told } from './survey.ts'
import type { GivenFile } from './tables/file-source.ts'
import type { OpenedFile } from './tables/table.ts'
import { momentText } from './values/dates.ts'

export interface InspectedTable {
  readonly sheet: string
  readonly format: FormatId
  readonly lines: number
  readonly unknownHeaders: readonly string[]
  /** Fields without a column: not known, which is not zero. */
  readonly missingFields: readonly string[]
}

/** What a file is, before anything of it is kept. */
export interface Inspection {
  readonly tables: readonly InspectedTable[]
  /** Tables for the page on which a member says which column is what. */
  readonly unknown: Survey['unknown']
  readonly passedOver: readonly string[]
  /** How fresh: the greatest moment in it, when its name says that it was made, or the end of its period. */
  readonly asOf: { readonly at: string; readonly from: 'content' | 'name' | 'period' } | null
  readonly period: Period | null
  readonly currency: string | null
  /** Which region's shop it looks like. */
  readonly regionGuess: string | null
  /** As the file states it, `UTC+7`. */
  readonly timeZone: string
  /** What must be told before it can be read. */
  readonly needs: readonly FileFaultCode[]
  readonly encoding: OpenedFile['encoding']
  /** For the reading that follows, so that it need not look again. */
  readonly surveys: readonly TableSurvey[]
}

const asks = ({ table }: SurveyedTable, what: SurveyedTable['table']['format']['asks'][number]): boolean =>
  table.format.asks.includes(what)

const isUndecided = ({ survey, dateOrder }: SurveyedTable): boolean =>
  dateOrder === null && survey.dates.undecided > 0

/** In the order in which a person would answer. */
export const needsOf = (one: SurveyedTable): FileFaultCode[] => {
  const { columns, format } = one.table
  const needs: FileFaultCode[] = []
  if (isUndecided(one)) needs.push('ambiguous_date')
  if (asks(one, 'currency') && one.currency === null) needs.push('currency_needed')
  if (asks(one, 'period') && !columns.has('day') && one.period === null) needs.push('period_needed')
  const hasOwnAccount = format.id === 'studio_content'
  if (asks(one, 'account') && one.account === '' && !hasOwnAccount) needs.push('account_needed')
  const needsDay = one.survey.dates.yearless > 0 || format.kind === 'audience_share'
  if (needsDay && one.exportedOn === null) needs.push('export_day_needed')
  return needs
}

const latestOf = ({ survey, dateOrder }: SurveyedTable): string => {
  const { latest } = survey.dates
  const decided = dateOrder === 'month_first' ? latest.monthFirst : dateOrder === null ? 0 : latest.dayFirst
  return momentText(Math.max(decided, latest.clear))
}

const asOfOf = (moments: readonly string[], name: string, period: Period | null): Inspection['asOf'] => {
  const content = moments.reduce((one, other) => (one > other ? one : other), '')
  const stamp = momentOfName(name) ?? ''
  // A file cannot be older than what is in it, whatever it was named.
  if (stamp !== '' && stamp >= content) return { at: stamp, from: 'name' }
  if (content !== '') return { at: content, from: 'content' }
  return period === null ? null : { at: `${period.to}T23:59:59`, from: 'period' }
}

const guessRegion = (tables: readonly SurveyedTable[]): string | null => {
  for (const { table } of tables) {
    const names = new Set(table.headers.map(normalHeader))
    for (const [region, marks] of Object.entries(regionMarks)) {
      if (marks.some((mark) => names.has(normalHeader(mark)))) return region
    }
  }
  return null
}

const periodOf = ({ tables, report }: Survey): Period | null =>
  report?.period ?? tables.find(({ table }) => table.format.asks.includes('period'))?.period ?? null

/** `unknown_columns`, or `missing_column` when it is nearly a table that is known. */
export const refusalOfUnknown = (unknown: Survey['unknown']): FileRefused => {
  const nearest = unknown.find(({ table }) => table.closest !== null && table.closest.missing.length === 1)
  if (nearest?.table.closest === null || nearest === undefined) return new FileRefused('unknown_columns')
  const { format, missing } = nearest.table.closest
  return new FileRefused('missing_column', {
    sheet: nearest.sheet,
    detail: { format, column: missing.join(', ') },
  })
}

interface Downloads {
  readonly tables: readonly InspectedTable[]
  readonly moments: readonly string[]
}

/** Data downloads in the file, with the newest thing that their owner did. */
const findDownloads = async (opened: OpenedFile): Promise<Downloads> => {
  const tables: InspectedTable[] = []
  let latest = ''
  for (const document of opened.documents) {
    const value = await document.parse()
    if (!isDataDownload(value)) continue
    let lines = 0
    for (const item of readDownload(value, '')) {
      lines += 1
      const at = 'row' in item ? momentOf(item.row) : ''
      if (at > latest) latest = at
    }
    tables.push({
      sheet: document.name,
      format: 'data_download',
      lines,
      unknownHeaders: [],
      missingFields: [],
    })
  }
  return { tables, moments: [latest] }
}

const momentOf = (row: ExportedRow): string =>
  row.kind === 'own_action' ? row.at : row.kind === 'own_post' ? row.postedAt : ''

/**
 * Says what a file is and what is missing to read it. It reads the whole file once, in pieces, and keeps nothing.
 *
 * @example const { tables, needs } = await inspectExport({ name: 'orders.csv', path }, { region: 'US' })
 */
export const inspectExport = async (file: GivenFile, told: Told): Promise<Inspection> => {
  await using survey = await surveyFile(file, told)
  const { opened, tables, unknown } = survey
  const downloads = await findDownloads(opened)
  const period = periodOf(survey)
  if (tables.length === 0 && downloads.tables.length === 0 && unknown.length === 0) {
    throw new FileRefused(opened.documents.length > 0 ? 'not_a_table' : 'no_rows')
  }
  return {
    tables: [
      ...tables.map(({ sheet, table, survey: { lines } }) => ({
        sheet: sheet.name,
        format: table.format.id,
        lines,
        unknownHeaders: table.unknownHeaders,
        missingFields: table.missingFields,
      })),
      ...downloads.tables,
    ],
    unknown: tables.length === 0 ? unknown : [],
    passedOver: survey.passedOver,
    asOf: asOfOf([...tables.map(latestOf), ...downloads.moments], file.name, period),
    period,
    currency: tables.find(({ currency }) => currency !== null)?.currency ?? null,
    regionGuess: guessRegion(tables),
    timeZone: survey.report?.timeZone ?? '',
    needs: [...new Set(tables.flatMap(needsOf))],
    encoding: opened.encoding,
    surveys: tables.map(({ survey: one }) => one),
  }
}
