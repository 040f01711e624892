import type { References } from './reference.ts'
import type { SliceId } from './slice.ts'

/** Whose numbers. */
export type Scope =
  | { readonly kind: 'platform' }
  /** Without `postIds` all posts of the author. */
  | { readonly kind: 'author'; readonly authorId: string; readonly postIds?: readonly [string, ...string[]] }
  | {
      readonly kind: 'post'
      readonly postId: string
      readonly authorId?: string
      /** Of one version of its video; left out: of all. Only facts that know it can be asked. */
      readonly version?: number
    }
  /** A client of an agency, from imported files. */
  | { readonly kind: 'client'; readonly clientId: string }

/** Reports that the settled tables may not know yet: those of these local dates from this place in the journal on. */
export interface Unsettled {
  readonly days: readonly string[]
  readonly fromOffset: number
  /** The last day whose rows are in the tables of days long over, too. Left out: there are none. */
  readonly pastUntil?: string
}

/** One question about any number of metrics. Dates are local dates `YYYY-MM-DD`, both included. */
export interface Question {
  readonly scope: Scope
  readonly from: string
  readonly to: string
  readonly by?: SliceId
  /** The last local date of which no fact can arrive any more. Cohorts whose window ends later are not counted yet. */
  readonly settled: string
  /** Left out: every report is read, and the settled tables are not used. */
  readonly unsettled?: Unsettled
  /** Where "the last hour" ends, in milliseconds; a whole hour. */
  readonly untilMs: number
  /** The tables from outside that are there. */
  readonly reference?: References
}

const dayMs = 86_400_000

/** Days since 1970 of a date `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs)

/** The date of a number of days since 1970. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** A period that no fact lies outside of: what the engine's dates can hold. */
export const allTime = { from: '1970-01-01', to: '2149-06-06' } as const

/** The same number of days just before. */
export const previousPeriod = ({ from, to }: Pick<Question, 'from' | 'to'>): { from: string; to: string } => {
  const days = dayNumber(to) - dayNumber(from) + 1
  return { from: dateOf(dayNumber(from) - days), to: dateOf(dayNumber(from) - 1) }
}

/** For what is the same whatever is asked. */
export const anyQuestion: Question = {
  ...{ scope: { kind: 'platform' }, from: '1970-01-01', to: '1970-01-01', settled: '1970-01-01', untilMs: 0 },
}
