import { createHash } from 'node:crypto'
import type { Metric, Question } from '@busker/metrics'
import { z } from 'zod'
import { sleep } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Log } from '#platform/log'
import { isSettledFor, type AnswerParts, type Answers, type AnswersFor } from './answers.ts'
import { hashOf, tablesOf } from './definitions.ts'
import type { Measured } from './present.ts'
import { readNumbers, saveNumbers } from './store/kept.ts'

/**
 * Numbers of the platform as they were last computed. Where computing takes longer than somebody would wait, a board
 * shows them at once, each with its moment, and they are computed again meanwhile.
 */

/** A number is computed at most once in this time. */
const freshMs = 10_000
/** Up to this age it is shown while it is computed again: a number on a board lags by at most 60 s. */
const usableMs = 25_000
/** Who asks for an older one waits so long for its successor. */
const patientMs = 200
/** Computing that takes longer than this takes the processors away from others. */
const longMs = 300
/** What takes longer than this to compute is shown up to that age; the second, of whichever age. */
const patience = [
  { costMs: longMs, ageMs: 300_000 },
  { costMs: 2000, ageMs: Number.POSITIVE_INFINITY },
] as const
const mostInMemory = 3000

const row = z.discriminatedUnion('status', [
  z.object({
    ...{ slice: z.string(), sampleSize: z.number(), status: z.literal('known') },
    value: z.union([z.number(), z.array(z.number())]),
  }),
  z.object({
    ...{ slice: z.string(), sampleSize: z.number(), value: z.null() },
    status: z.enum(['suppressed', 'missing', 'immature']),
  }),
])

const keptNumber = z.object({
  rows: z.array(row),
  settled: z.string(),
  untilMs: z.number(),
  newestReceivedMs: z.number().nullable(),
  newestLocalDate: z.string().nullable(),
  /** How long the computation took that it was part of. */
  costMs: z.number(),
  /** Nothing could change it any more. */
  isFinal: z.boolean(),
})

interface Known extends Pick<z.infer<typeof keptNumber>, 'costMs' | 'isFinal'> {
  readonly measured: Measured
  readonly madeMs: number
}

const isShown = ({ costMs }: Known, ageMs: number): boolean =>
  ageMs < usableMs || patience.some((one) => costMs > one.costMs && ageMs < one.ageMs)

const keyOf = (metric: Metric, { from, to, by }: Question): string =>
  createHash('sha256')
    .update(JSON.stringify([hashOf(metric), from, to, by ?? null]))
    .digest('hex')

const textOf = ({ measured, costMs, isFinal }: Known): string => {
  const { answer, question, moment } = measured
  const { settled, untilMs } = question
  const { newestReceivedMs, newestLocalDate } = moment.reading
  return JSON.stringify({
    ...{ rows: answer.rows, settled, untilMs, newestReceivedMs, newestLocalDate, costMs, isFinal },
  })
}

const knownOf = (
  metric: Metric,
  asked: Question,
  { text, madeMs }: { readonly text: string; readonly madeMs: number },
): Known | null => {
  const read = keptNumber.safeParse(JSON.parse(text))
  // Another version of the program wrote it otherwise: then it is not known.
  if (!read.success) return null
  const { rows, settled, untilMs, costMs, isFinal, ...reading } = read.data
  const answer = { metricId: metric.id, rows }
  const question = { ...asked, settled, untilMs }
  return {
    ...{ costMs, isFinal, madeMs },
    measured: { metric, answer, question, moment: { reading, nowMs: madeMs }, outside: [] },
  }
}

export interface KeptNumbersParts extends AnswerParts {
  readonly log: Log
  /** Resolves when somebody has waited long enough. Left out: by the machine's clock. */
  readonly patience?: () => Promise<void>
}

/** What is remembered: here the last ones, in the engine all of them. */
const memoryOf = ({ clickhouse }: AnswerParts) => {
  const memory = new Map<string, Known>()
  const remember = (key: string, known: Known): void => {
    memory.delete(key)
    memory.set(key, known)
    const [oldest] = memory.keys()
    if (memory.size > mostInMemory && oldest !== undefined) memory.delete(oldest)
  }
  return {
    /** What is here and young, or else what is in the engine: another process may have computed it meanwhile. */
    read: async (metrics: readonly Metric[], asked: Question, nowMs: number): Promise<Map<Metric, Known>> => {
      const keys = new Map(metrics.map((metric) => [keyOf(metric, asked), metric]))
      const isOld = (known: Known | undefined): boolean =>
        known === undefined || (!known.isFinal && nowMs - known.madeMs >= freshMs)
      const looked = [...keys.keys()].filter((key) => isOld(memory.get(key)))
      for (const found of looked.length === 0 ? [] : await readNumbers(clickhouse, looked)) {
        const metric = keys.get(found.key)
        if (metric === undefined || found.madeMs <= (memory.get(found.key)?.madeMs ?? -1)) continue
        const known = knownOf(metric, asked, found)
        if (known !== null) remember(found.key, known)
      }
      return new Map(
        [...keys].flatMap(([key, metric]) => {
          const known = memory.get(key)
          return known === undefined ? [] : [[metric, known] as const]
        }),
      )
    },
    save: async (asked: Question, all: readonly Known[]): Promise<void> => {
      const texts = all.map((known) => {
        const key = keyOf(known.measured.metric, asked)
        remember(key, known)
        return { key, text: textOf(known), madeMs: known.madeMs }
      })
      await saveNumbers(clickhouse, texts)
    },
  }
}

const maySave = ({ settled }: AnswerParts, { to }: Question): boolean =>
  settled !== undefined && settled.unsettled().days.every((day) => day > to)

/** The engine gives up what takes a minute. Computed patiently, it will be there later. */
const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'kind' in error && error.kind === 'TIMEOUT_EXCEEDED'

/** Numbers of the platform from what is known, and a way to compute them anew while nobody waits. */
export interface KeptNumbers {
  readonly answersFor: AnswersFor
  /** Computes those that are not fresh. What cannot be computed is told to the log. */
  refresh(metrics: readonly Metric[], asked: Question): Promise<void>
  /** Resolves when nothing is being computed any more. */
  idle(): Promise<void>
}

type Compute = (metrics: readonly Metric[], asked: Question) => Promise<Answers>

/** Computes, and remembers what was computed and how long it took. */
const remembering =
  (parts: KeptNumbersParts, memory: ReturnType<typeof memoryOf>, compute: AnswersFor): Compute =>
  async (metrics, asked) => {
    const madeMs = parts.clock.nowMs()
    const isSaved = maySave(parts, asked)
    const answers = await compute(metrics, asked)
    const costMs = parts.clock.nowMs() - madeMs
    const known = metrics.flatMap((metric): Known[] => {
      const measured = answers.get(metric.id)
      const isFinal = isSaved && isSettledFor(metric, asked, madeMs)
      return measured === undefined ? [] : [{ measured, madeMs, costMs, isFinal }]
    })
    await memory.save(asked, known)
    return answers
  }

/** Who asks for what is being computed waits for the one computation. */
const once = (compute: Compute): Compute => {
  const running = new Map<string, Promise<Answers>>()
  return (metrics, asked) => {
    const key = metrics.map((metric) => keyOf(metric, asked)).join()
    const mine = running.get(key) ?? compute(metrics, asked).finally(() => running.delete(key))
    running.set(key, mine)
    return mine
  }
}

const costOf = (all: readonly (readonly [Metric, Known])[]): number =>
  Math.max(0, ...all.map(([, { costMs }]) => costMs))

const isDue = ({ isFinal, madeMs }: Known, nowMs: number): boolean => !isFinal && nowMs - madeMs >= freshMs

/** What is computed while nobody waits, one after another: the engine has other things to do. */
const refresher = (
  { clock, log }: KeptNumbersParts,
  memory: ReturnType<typeof memoryOf>,
  compute: Compute,
) => {
  let line: Promise<void> = Promise.resolve()
  let longWorks = 0
  /** One thing after another, so that who reads what is known finds the engine free. */
  const queue = (costMs: number, work: () => Promise<unknown>): Promise<void> => {
    const long = costMs > longMs ? 1 : 0
    longWorks += long
    line = line
      .then(work)
      .then(() => undefined)
      .catch((error: unknown) => log.error('measure.refresh_failed', error))
      .finally(() => {
        longWorks -= long
      })
    return line
  }
  const waiting = new Set<string>()
  const refresh = async (metrics: readonly Metric[], asked: Question): Promise<void> => {
    const nowMs = clock.nowMs()
    const known = await memory.read(metrics, asked, nowMs)
    const due = metrics.filter((metric) => {
      const one = known.get(metric)
      return one === undefined || isDue(one, nowMs)
    })
    if (due.length === 0) return
    try {
      await compute(due, asked)
    } catch (error) {
      // Together they may be too much for the engine; each alone it can.
      if (due.length === 1) log.error('measure.number_failed', error, { metricId: due[0]?.id })
      else for (const metric of due) await refresh([metric], asked)
    }
  }
  const later = (metrics: readonly Metric[], asked: Question, costMs: number): void => {
    const mine = metrics.filter((metric) => !waiting.has(keyOf(metric, asked)))
    if (mine.length === 0) return
    const keys = mine.map((metric) => keyOf(metric, asked))
    for (const key of keys) waiting.add(key)
    void queue(costMs, () => refresh(mine, asked)).finally(() => {
      for (const key of keys) waiting.delete(key)
    })
  }
  return { refresh, later, queue, isBusy: () => longWorks > 0, idle: () => line }
}

type Refresher = ReturnType<typeof refresher>

interface Computing {
  readonly computed: Compute
  readonly refreshing: Refresher
  readonly patience: () => Promise<void>
}

/** What was never computed is waited for. */
const answerUnknown = async (
  { computed, refreshing }: Computing,
  metrics: readonly Metric[],
  asked: Question,
): Promise<Answers> => {
  if (metrics.length === 0) return new Map()
  return computed(metrics, asked).catch((cause: unknown) => {
    if (!isTooLong(cause)) throw cause
    refreshing.later(metrics, asked, Number.POSITIVE_INFINITY)
    throw new AppError('overloaded', { cause })
  })
}

/** The successors of old numbers, unless the engine is busy for long or they take too long themselves. */
const answerOutdated = async (
  { computed, refreshing, patience }: Computing,
  known: readonly (readonly [Metric, Known])[],
  asked: Question,
): Promise<Answers> => {
  if (known.length === 0) return new Map()
  const last: Answers = new Map(known.map(([{ id }, { measured }]) => [id, measured]))
  const metrics = known.map(([metric]) => metric)
  const costMs = costOf(known)
  if (refreshing.isBusy()) {
    refreshing.later(metrics, asked, costMs)
    return last
  }
  const made = computed(metrics, asked)
  void refreshing.queue(costMs, () => made)
  return Promise.race([made.catch(() => last), patience().then(() => last)])
}

/** Keeps what `compute` answers; `patiently` computes what nobody waits for. */
export const keepNumbers = (
  parts: KeptNumbersParts,
  { compute, patiently }: { readonly compute: AnswersFor; readonly patiently: AnswersFor },
): KeptNumbers => {
  const memory = memoryOf(parts)
  const refreshing = refresher(parts, memory, remembering(parts, memory, patiently))
  const computing: Computing = {
    computed: once(remembering(parts, memory, compute)),
    refreshing,
    patience: parts.patience ?? (() => sleep(patientMs)),
  }

  const answersFor: AnswersFor = async (metrics, asked) => {
    if (asked.scope.kind !== 'platform') return compute(metrics, asked)
    const nowMs = parts.clock.nowMs()
    // A table from outside may be replaced at any time, and somebody waits to see it.
    const kept = metrics.filter((metric) => tablesOf(metric).length === 0)
    const others = metrics.filter((metric) => !kept.includes(metric))
    const found = [...(await memory.read(kept, asked, nowMs))]
    const isUsable = ([, known]: (typeof found)[number]): boolean =>
      known.isFinal || isShown(known, nowMs - known.madeMs)
    const shown = found.filter(isUsable)
    const outdated = found.filter((one) => !isUsable(one))
    const unknown = kept.filter((metric) => !found.some(([one]) => one === metric))
    const due = shown.filter(([, known]) => isDue(known, nowMs))
    refreshing.later(
      due.map(([metric]) => metric),
      asked,
      costOf(due),
    )
    const made = await Promise.all([
      answerUnknown(computing, unknown, asked),
      answerOutdated(computing, outdated, asked),
      others.length === 0 ? new Map() : compute(others, asked),
    ])
    const answers = new Map(shown.map(([{ id }, { measured }]) => [id, measured]))
    for (const [id, one] of made.flatMap((part) => [...part])) answers.set(id, one)
    return answers
  }

  return { answersFor, refresh: refreshing.refresh, idle: refreshing.idle }
}
