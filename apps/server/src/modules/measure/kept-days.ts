import { answerOfDays, dateOf, dayNumber, isDaily } from '@busker/metrics'
import type { Metric, Question } from '@busker/metrics'
import { askParts, isSettledFor, type AnswerParts, type Answers, type AnswersFor } from './answers.ts'
import { hashOf, tablesOf } from './definitions.ts'
import { settledDate } from './rules/finality.ts'
import { readDays, saveDays, type KeptDay } from './store/kept.ts'

/**
 * Numbers of the platform that add up day by day are put together from what is kept of the days that can change no more
 * and what the engine says of the others. So a month costs what its last days cost.
 */

const isPutTogether = (metric: Metric, { scope, by }: Question): boolean =>
  scope.kind === 'platform' &&
  (by === undefined || by === 'day') &&
  isDaily(metric) &&
  tablesOf(metric).length === 0

/** The last day of the question that can change no more; one before its first when there is none. */
const lastOver = (metric: Metric, asked: Question, nowMs: number): number => {
  const first = dayNumber(asked.from)
  for (let day = dayNumber(asked.to); day >= first; day -= 1) {
    const date = dateOf(day)
    if (isSettledFor(metric, { ...asked, from: date, to: date }, nowMs)) return day
  }
  return first - 1
}

interface Wanted {
  readonly metric: Metric
  readonly known: ReadonlyMap<string, KeptDay>
  /** The first day that the engine must be asked about; after the last one: nothing is to be asked. */
  readonly first: number
  /** Days up to this one can change no more. */
  readonly over: number
}

const wantedOf = (
  metric: Metric,
  asked: Question,
  { days, nowMs }: { readonly days: readonly KeptDay[]; readonly nowMs: number },
): Wanted => {
  const hash = hashOf(metric)
  const over = lastOver(metric, asked, nowMs)
  const known = new Map(
    days.filter((one) => one.hash === hash && dayNumber(one.day) <= over).map((one) => [one.day, one]),
  )
  let first = dayNumber(asked.from)
  while (first <= over && known.has(dateOf(first))) first += 1
  return { metric, known, first, over }
}

const datesFrom = (first: number, last: number): string[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => dateOf(first + index))

/** Asks the engine about the days that are not known, metrics that lack the same ones together. */
const askMissing = async (
  parts: AnswerParts,
  wanted: readonly Wanted[],
  asked: Question,
): Promise<ReadonlyMap<Metric, readonly KeptDay[]>> => {
  const found = new Map<Metric, readonly KeptDay[]>()
  const last = dayNumber(asked.to)
  const lacking = wanted.filter(({ first }) => first <= last)
  for (const [first, some] of Map.groupBy(lacking, (one) => one.first)) {
    const days = datesFrom(first, last)
    const metrics = some.map(({ metric }) => metric)
    const readings = await askParts(parts, metrics, { ...asked, by: 'day', from: dateOf(first) })
    for (const metric of metrics) {
      const reading = readings.find((one) => one.parts.some(({ metricId }) => metricId === metric.id))
      const slices = reading?.parts.find(({ metricId }) => metricId === metric.id)?.slices
      const hash = hashOf(metric)
      found.set(
        metric,
        days.map((day) => ({
          ...{ hash, day, parts: slices?.get(day) ?? [] },
          newestReceivedMs: reading?.newestReceivedMs.get(day) ?? null,
        })),
      )
    }
  }
  return found
}

const readingOf = (days: readonly KeptDay[]) => {
  const told = days.filter(({ newestReceivedMs }) => newestReceivedMs !== null)
  const received = told.map(({ newestReceivedMs }) => newestReceivedMs ?? 0)
  return {
    newestReceivedMs: received.length === 0 ? null : Math.max(...received),
    newestLocalDate:
      told
        .map(({ day }) => day)
        .toSorted()
        .at(-1) ?? null,
  }
}

/** Reports of days that are over may still be on their way into the settled tables; then nothing is kept. */
const maySave = ({ settled }: AnswerParts, nowMs: number): boolean => {
  const over = settledDate(nowMs)
  return settled !== undefined && settled.unsettled().days.every((day) => day > over)
}

const answerDaily = async (
  parts: AnswerParts,
  metrics: readonly Metric[],
  asked: Question,
): Promise<Answers> => {
  const nowMs = parts.clock.nowMs()
  const hashes = metrics.map(hashOf)
  const days = await readDays(parts.clickhouse, { hashes, from: asked.from, to: asked.to })
  const wanted = metrics.map((metric) => wantedOf(metric, asked, { days, nowMs }))
  const isSaved = maySave(parts, nowMs)
  const found = await askMissing(parts, wanted, asked)
  const over = wanted.flatMap((one) =>
    (found.get(one.metric) ?? []).filter(({ day }) => dayNumber(day) <= one.over),
  )
  if (isSaved && over.length > 0) await saveDays(parts.clickhouse, over, nowMs)
  return new Map(
    wanted.map(({ metric, known }) => {
      const all = new Map([...known, ...(found.get(metric) ?? []).map((one) => [one.day, one] as const)])
      const told = [...all].filter(([, one]) => one.parts.length > 0)
      const answer = answerOfDays(metric, asked, new Map(told.map(([day, one]) => [day, one.parts])))
      const moment = { reading: readingOf([...all.values()]), nowMs }
      return [metric.id, { metric, answer, question: asked, moment, outside: [] }]
    }),
  )
}

/** Answers what is put together from days, and has the rest answered by `others`. */
export const keepDays =
  (parts: AnswerParts, others: AnswersFor): AnswersFor =>
  async (metrics, asked) => {
    const daily = metrics.filter((metric) => isPutTogether(metric, asked))
    if (daily.length === 0) return others(metrics, asked)
    const rest = metrics.filter((metric) => !daily.includes(metric))
    const together = await answerDaily(parts, daily, asked)
    return rest.length === 0 ? together : new Map([...together, ...(await others(rest, asked))])
  }
