import type { InboxSettings, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { InboxDeps, InboxParts } from './deps.ts'
import { nextDigest } from './rules/digest.ts'
import { isQuiet, knownZone, leastQuiet, mayBeQuiet, quietOf } from './rules/quiet.ts'
import { lockPerson, moveZone, readPerson, saveSettings, type Settings } from './store/person.ts'

export interface Asked {
  readonly personId: PersonId
  /** IANA name; what the request says of where the person is; null: nothing. */
  readonly timeZone: string | null
}

const dayMs = 86_400_000

const leastFor = async (deps: InboxParts, handle: Queryable, personId: PersonId) => {
  const today = deps.clock.now().toISOString().slice(0, 10)
  const years = (await deps.identity.agesOn(handle, [personId], today)).get(personId)?.years
  // Somebody whose age nobody knows has the night of the youngest.
  return leastQuiet(years ?? 0)
}

export const readSettings = async (
  deps: InboxParts,
  handle: Queryable,
  personId: PersonId,
): Promise<InboxSettings> => {
  const least = await leastFor(deps, handle, personId)
  const { offKinds, choice, timeZone, mail } = await readPerson(handle, personId)
  return { offKinds: [...offKinds], quiet: quietOf(least, choice), leastQuiet: least, timeZone, mail }
}

/** Keeps where the person is, unless that moved within a day. */
export const heedZone = async (deps: InboxDeps, { personId, timeZone }: Asked): Promise<void> => {
  const zone = knownZone(timeZone)
  if (zone === null) return
  const { pool } = deps.db
  if ((await readPerson(pool, personId)).timeZone === zone) return
  const unlessSince = new Date(deps.clock.nowMs() - dayMs)
  await moveZone(pool, { personId, timeZone: zone, at: deps.clock.now(), unlessSince })
}

export const isQuietFor = async (
  deps: InboxDeps,
  handle: Queryable,
  personId: PersonId,
): Promise<boolean> => {
  const { quiet, timeZone } = await readSettings(deps, handle, personId)
  return isQuiet(quiet, deps.clock.now(), timeZone ?? 'UTC')
}

export const changeSettings = (
  deps: InboxDeps,
  personId: PersonId,
  wanted: Settings,
): Promise<InboxSettings> =>
  deps.db.transaction(async (tx) => {
    await lockPerson(tx, personId)
    const least = await leastFor(deps, tx, personId)
    if (wanted.quiet !== undefined && !mayBeQuiet(least, wanted.quiet)) throw new AppError('quiet_by_age')
    await saveSettings(tx, personId, wanted)
    const settings = await readSettings(deps, tx, personId)
    if (wanted.mail === undefined) return settings
    // Chosen anew it begins anew: what is unread by then is told, and what a digest told already is not.
    const { quiet, timeZone, mail } = settings
    const nextDigestAt = mail === 'daily' ? nextDigest(deps.clock.now(), quiet, timeZone ?? 'UTC') : null
    await saveSettings(tx, personId, { nextDigestAt })
    return settings
  })
