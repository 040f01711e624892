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

/** Reports of days that are over may still be on their way into the settled tables; then nothing is kept. */
const maySave = ({ settled }: AnswerParts, nowMs: number): boolean => {
  const over = settledDate(nowMs)
  return settled !== undefined && settled.unsettled().days.every((day) => day > over)
}

/** So many days are asked for at a time when nobody waits: what is done is kept, and each part fits into memory. */
const daysAtOnce = 7

/** A stretch of days that some metrics lack. */
interface Lack {
  readonly metrics: readonly Metric[]
  readonly first: number
  readonly last: number
}

/** What is to be asked, metrics that lack the same days together. */
const lacksOf = (wanted: readonly Wanted[], last: number, most: number): readonly Lack[] => {
  const lacking = wanted.filter(({ first }) => first <= last)
  return [...Map.groupBy(lacking, ({ first }) => first)].flatMap(([first, some]) => {
    const metrics = some.map(({ metric }) => metric)
    const turns = Math.ceil((last - first + 1) / most)
    return Array.from({ length: turns }, (_, turn) => {
      const from = first + turn * most
      return { metrics, first: from, last: Math.min(from + most - 1, last) }
    })
  })
}

/** Asks the engine about a stretch of days. */
const askDays = async (
  parts: AnswerParts,
  { metrics, first, last }: Lack,
  asked: Question,
): Promise<readonly (readonly [Metric, readonly KeptDay[]])[]> => {
  const question = { ...asked, by: 'day', from: dateOf(first), to: dateOf(last) } as const
  const readings = await askParts(parts, metrics, question)
  return metrics.map((metric) => {
    const isOwn = ({ metricId }: { readonly metricId: string }): boolean => metricId === metric.id
    const reading = readings.find((one) => one.parts.some(isOwn))
    const slices = reading?.parts.find(isOwn)?.slices
    const hash = hashOf(metric)
    const days = datesFrom(first, last).map((day) => ({
      ...{ hash, day, parts: slices?.get(day) ?? [] },
      newestReceivedMs: reading?.newestReceivedMs.get(day) ?? null,
    }))
    return [metric, days]
  })
}

/** Asks about the days that are not known, and keeps those that are over. */
const askMissing = async (
  parts: AnswerParts,
  wanted: readonly Wanted[],
  asked: Question,
): Promise<ReadonlyMap<Metric, readonly KeptDay[]>> => {
  const nowMs = parts.clock.nowMs()
  const isSaved = maySave(parts, nowMs)
  const over = new Map(wanted.map((one) => [one.metric, one.over]))
  const found = new Map<Metric, KeptDay[]>()
  const most = parts.isPatient === true ? daysAtOnce : Number.MAX_SAFE_INTEGER
  for (const lack of lacksOf(wanted, dayNumber(asked.to), most)) {
    const answers = await askDays(parts, lack, asked)
    for (const [metric, days] of answers) found.set(metric, [...(found.get(metric) ?? []), ...days])
    const kept = answers.flatMap(([metric, days]) =>
      days.filter(({ day }) => dayNumber(day) <= (over.get(metric) ?? 0)),
    )
    if (isSaved && kept.length > 0) await saveDays(parts.clickhouse, kept, nowMs)
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

const answerDaily = async (
  parts: AnswerParts,
  metrics: readonly Metric[],
  asked: Question,
): Promise<Answers> => {
  const nowMs = parts.clock.nowMs()
  const hashes = metrics.map(hashOf)
  const days = await readDays(parts.clickhouse, { hashes, from: asked.from, to: asked.to })
  const wanted = metrics.map((metric) => wantedOf(metric, asked, { days, nowMs }))
  const found = await askMissing(parts, wanted, asked)
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
