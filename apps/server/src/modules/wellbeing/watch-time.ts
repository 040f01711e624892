import type { PersonId, WatchTime } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Social } from '#modules/social'
import type { Telemetry } from '#modules/telemetry'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Database, Queryable } from '#platform/postgres'
import { underParents } from './rules/family.ts'
import { extensionMinutes, leftMs, limitOf, mayChoose, termsFor, type AgeTerms } from './rules/limit.ts'
import { knownZone } from './rules/zone.ts'
import { rulesFor } from './store/family.ts'
import {
  insertExtension,
  insertLimit,
  lockTime,
  moveZone,
  readDay,
  saveChoice,
  type Day,
} from './store/limits.ts'

export interface WellbeingDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly bus: Bus
  readonly identity: Pick<Identity, 'agesOn' | 'getAuthors'>
  readonly social: Pick<Social, 'standingOf'>
  readonly telemetry: Pick<Telemetry, 'onViews' | 'originOf'>
}

export interface Asked {
  readonly personId: PersonId
  /** IANA name; what the request says of where the person is; null: nothing. */
  readonly timeZone: string | null
}

const dayMs = 86_400_000

/** What somebody's age allows, and what parents leave of it. */
interface Terms {
  readonly age: AgeTerms
  readonly all: AgeTerms
}

/** Years of people today (UTC); whose age nobody knows is absent. */
export const yearsOf = async (
  deps: Pick<WellbeingDeps, 'clock' | 'identity'>,
  handle: Queryable,
  people: readonly PersonId[],
): Promise<Map<PersonId, number>> => {
  const ages = await deps.identity.agesOn(handle, people, deps.clock.now().toISOString().slice(0, 10))
  return new Map([...ages].map(([personId, { years }]) => [personId, years]))
}

const termsOf = async (deps: WellbeingDeps, handle: Queryable, personId: PersonId): Promise<Terms> => {
  const years = (await yearsOf(deps, handle, [personId])).get(personId)
  // Somebody whose age nobody knows gets what the youngest get.
  const age = termsFor(years ?? 0)
  // Who is of age has no parents here, whatever is still written.
  if (age.mostMinutes === null) return { age, all: age }
  return { age, all: underParents(age, await rulesFor(handle, [personId])) }
}

const limitOn = (day: Day, terms: AgeTerms): number | null =>
  limitOf(terms, day.chosen ? { minutes: day.minutes } : null)

/** The person's day, which is begun to be counted if it was not. */
export const openDay = async (deps: WellbeingDeps, handle: Queryable, asked: Asked): Promise<Day> => {
  const { personId } = asked
  const timeZone = knownZone(asked.timeZone)
  const now = deps.clock.now()
  const known = await readDay(handle, personId, now)
  if (known !== null && (timeZone === null || known.timeZone === timeZone)) return known
  if (known === null) await insertLimit(handle, { personId, timeZone: timeZone ?? 'UTC', at: now })
  else if (timeZone !== null)
    await moveZone(handle, { personId, timeZone, at: now, unlessSince: new Date(now.getTime() - dayMs) })
  const day = await readDay(handle, personId, now)
  if (day === null) throw new AppError('internal')
  return day
}

const present = (day: Day, { age, all: terms }: Terms): WatchTime => ({
  watchedMs: day.watchedMs,
  limitMinutes: limitOn(day, terms),
  byAge: !day.chosen && terms.standardMinutes !== null,
  mostMinutes: terms.mostMinutes,
  byParent: { limit: terms.mostMinutes !== age.mostMinutes, extensions: terms.extensions !== age.extensions },
  extensions: {
    taken: day.extensions,
    left: terms.extensions === null ? null : Math.max(0, terms.extensions - day.extensions),
    minutes: extensionMinutes,
  },
  dayEndsAt: day.dayEndsAt.toISOString(),
})

export const getTime = async (deps: WellbeingDeps, asked: Asked): Promise<WatchTime> => {
  const { pool } = deps.db
  const [day, terms] = await Promise.all([openDay(deps, pool, asked), termsOf(deps, pool, asked.personId)])
  return present(day, terms)
}

export const setLimit = (deps: WellbeingDeps, asked: Asked, minutes: number | null): Promise<WatchTime> =>
  deps.db.transaction(async (tx) => {
    await lockTime(tx, asked.personId)
    await openDay(deps, tx, asked)
    const terms = await termsOf(deps, tx, asked.personId)
    if (!mayChoose(terms.age, minutes)) throw new AppError('limit_by_age')
    if (!mayChoose(terms.all, minutes)) throw new AppError('limit_by_parent')
    await saveChoice(tx, asked.personId, minutes)
    return present(await openDay(deps, tx, asked), terms)
  })

/** One more stretch of today. The same number twice is one; a number further on than the next is refused. */
export const extend = (deps: WellbeingDeps, asked: Asked, number: number): Promise<WatchTime> =>
  deps.db.transaction(async (tx) => {
    await lockTime(tx, asked.personId)
    const day = await openDay(deps, tx, asked)
    const terms = await termsOf(deps, tx, asked.personId)
    const isNext = number === day.extensions + 1
    const allows = ({ extensions }: AgeTerms) => extensions === null || number <= extensions
    const isTaken = number <= day.extensions
    if (!isTaken && !(isNext && allows(terms.age))) throw new AppError('no_extension_left')
    if (!isTaken && !allows(terms.all)) throw new AppError('extension_by_parent')
    const { personId } = asked
    await insertExtension(tx, { personId, dayAt: day.dayAt, number, at: deps.clock.now() })
    return present(await openDay(deps, tx, asked), terms)
  })

/** Whether somebody's time of today is up. Adults who never chose a limit cost nothing after the first question. */
export const createTimeCheck = (deps: WellbeingDeps): ((asked: Asked) => Promise<boolean>) => {
  /** Grown up and without a choice, as far as this process knows; it forgets when too many are known. */
  const unlimited = new Set<PersonId>()
  const mostKnown = 20_000
  return async (asked) => {
    const { personId } = asked
    const { pool } = deps.db
    const known = await readDay(pool, personId, deps.clock.now())
    if (known === null && unlimited.has(personId)) return false
    const terms = await termsOf(deps, pool, personId)
    if (known === null && terms.all.standardMinutes === null) {
      if (unlimited.size >= mostKnown) unlimited.clear()
      unlimited.add(personId)
      return false
    }
    const day = await openDay(deps, pool, asked)
    return leftMs(limitOn(day, terms.all), day) === 0
  }
}
