import { dateOf, dayNumber, sliceIds } from '@busker/metrics'
import { z } from 'zod'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { forgetBefore, readAsked, saveAsked } from './store/kept.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Who has not looked for so long is not waited for. */
const rememberedMs = 3 * dayMs
const mostAsked = 60
const mostNoted = 500
/** A period that ended so many days ago hardly changes: nobody need compute it before it is asked for. */
const latestDays = 3
/** Numbers and questions that were not renewed for so long are thrown away. */
const forgottenMs = 60 * dayMs

const askedSchema = z.object({
  metrics: z.array(z.string()),
  by: z.enum(sliceIds).optional(),
  compare: z.enum(['none', 'previous']).optional(),
  days: z.number().int().min(1),
  /** How far the last date lies ahead of the date in UTC. */
  ahead: z.number().int(),
})

/** A question about the platform. */
export interface PlatformQuestion {
  readonly metrics: readonly string[]
  readonly from: string
  readonly to: string
  readonly by?: z.infer<typeof askedSchema>['by']
  readonly compare?: z.infer<typeof askedSchema>['compare']
}

/** What operators look at: remembered by how their periods lie to today, so that it is the same board tomorrow. */
export interface AskedLately {
  /** Writes down a question, at most once an hour. */
  note(question: PlatformQuestion): Promise<void>
  /** The latest questions, as they would be asked now, the newest first. */
  list(): Promise<PlatformQuestion[]>
  /** Throws away what is old. */
  forget(): Promise<void>
}

export const askedLately = (parts: {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
}): AskedLately => {
  const { clickhouse, clock } = parts
  const noted = new Map<string, number>()
  const today = (): number => Math.floor(clock.nowMs() / dayMs)
  return {
    note: async ({ metrics, from, to, by, compare }) => {
      const ahead = dayNumber(to) - today()
      if (ahead < -latestDays || ahead > latestDays) return
      const days = dayNumber(to) - dayNumber(from) + 1
      const text = JSON.stringify({ metrics, by, compare, days, ahead })
      const askedMs = clock.nowMs()
      if (askedMs - (noted.get(text) ?? Number.NEGATIVE_INFINITY) < hourMs) return
      if (noted.size >= mostNoted) noted.clear()
      noted.set(text, askedMs)
      await saveAsked(clickhouse, { key: text, text, askedMs })
    },
    list: async () => {
      const sinceMs = Math.max(0, clock.nowMs() - rememberedMs)
      const found = await readAsked(clickhouse, { sinceMs, most: mostAsked })
      return found.flatMap(({ text }): PlatformQuestion[] => {
        const read = askedSchema.safeParse(JSON.parse(text))
        if (!read.success) return []
        const { days, ahead, ...rest } = read.data
        const last = today() + ahead
        return [{ ...rest, from: dateOf(last - days + 1), to: dateOf(last) }]
      })
    },
    forget: () => forgetBefore(clickhouse, Math.max(0, clock.nowMs() - forgottenMs)),
  }
}
