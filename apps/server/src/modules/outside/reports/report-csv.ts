import type { MeasuredMetric, ReportContent } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'

const head = [
  ...['section', 'metric', 'label', 'slice', 'name', 'value', 'unit', 'previous', 'low_95', 'high_95'],
  ...['status', 'final', 'sample_size', 'as_of', 'definition_version', 'definition_hash', 'formula'],
]
const microOfOne = 1_000_000
/** Tells spreadsheets the encoding. */
const byteOrderMark = '\uFEFF'

interface Section {
  readonly name: string
  readonly answers: readonly MeasuredMetric[]
  readonly names: ReadonlyMap<string, string | null>
}

const linesOf = (
  { name: section, answers, names }: Section,
  { client, definitions }: ReportContent,
): string[] => {
  const known = new Map(definitions.map((one) => [one.metricId, one]))
  return answers.flatMap(({ metricId, unit, version, hash, asOf, rows }) => {
    const definition = known.get(metricId)
    const written = (value: unknown): number | null => {
      if (typeof value !== 'number') return null
      return unit === 'money' ? value / microOfOne : value
    }
    return rows.map(({ slice, status, final, value, sampleSize, interval, previous }) =>
      csvLine([
        ...[section, metricId, definition?.label ?? '', slice, names.get(slice) ?? ''],
        ...[written(value), unit === 'money' ? client.currency : unit, written(previous?.value)],
        ...[written(interval?.[0]), written(interval?.[1]), status, String(final), sampleSize],
        ...[asOf, version, hash, definition?.formula ?? ''],
      ]),
    )
  })
}

const namesOf = (rows: readonly { readonly id: string; readonly name: string | null }[]) =>
  new Map(rows.map(({ id, name }) => [id, name]))

/** Every number of a report, one on a line, with its formula, status and moment. What is not known is empty, never 0. */
export const reportCsv = (content: ReportContent): string => {
  const { answers, videos, products } = content
  const sections: readonly Section[] = [
    { name: 'whole', answers: answers.whole, names: new Map() },
    // A creator is called what it is.
    { name: 'creator', answers: answers.creators, names: new Map() },
    { name: 'video', answers: answers.videos, names: namesOf(videos.rows) },
    { name: 'product', answers: answers.products, names: namesOf(products.rows) },
  ]
  return byteOrderMark + [csvLine(head), ...sections.flatMap((one) => linesOf(one, content))].join('')
}
