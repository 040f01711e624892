import { createHash, timingSafeEqual } from 'node:crypto'
import type { ClientId, ConversionOutcome, PersonId, SeenConversion } from '@busker/contract'
import { AppError } from '#platform/errors'
import { openClient, openForChange } from '../access.ts'
import type { OutsideDeps } from '../deps.ts'
import { judgeEvent, outcomeOf, type AcceptedEvent, type JudgedEvent } from '../rules/told-conversion.ts'
import { deleteKey, findKey, findTimeZone, replaceKey } from '../store/conversion-keys.ts'
import { conversionsKind, type ConversionsRecord } from '../store/link-facts.ts'
import type { RecentEvents } from './recent-events.ts'

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

/** The key has 256 random bits: nobody guesses it, so a plain hash is enough. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')
const keyPrefix = 'busker_'

export const getConversionKey = async (
  deps: OutsideDeps,
  { clientId, personId }: Asked,
): Promise<{ madeAt: string | null }> => {
  await openClient(deps, deps.db.pool, { clientId, personId, ability: 'inspect' })
  const key = await findKey(deps.db.pool, clientId)
  return { madeAt: key?.madeAt.toISOString() ?? null }
}

export const makeConversionKey = (
  deps: OutsideDeps,
  { clientId, personId }: Asked,
): Promise<{ key: string; madeAt: string }> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { clientId, personId, ability: 'manage' })
    const key = `${keyPrefix}${deps.ids.token()}`
    const madeAt = deps.clock.now()
    await replaceKey(tx, { clientId, keyHash: hashOf(key), madeAt, madeBy: personId })
    return { key, madeAt: madeAt.toISOString() }
  })

export const removeConversionKey = (deps: OutsideDeps, { clientId, personId }: Asked): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await openClient(deps, tx, { clientId, personId, ability: 'manage' })
    await deleteKey(tx, clientId)
  })

/** A key opens the conversions of its own client and nothing else. Whether there is such a client it does not tell. */
const requireKey = async (
  { db }: OutsideDeps,
  clientId: ClientId,
  authorization: string | undefined,
): Promise<void> => {
  const key = /^Bearer (\S{1,200})$/.exec(authorization ?? '')?.[1]
  const known = await findKey(db.pool, clientId)
  const isKnown =
    key !== undefined &&
    known !== undefined &&
    timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(known.keyHash))
  if (!isKnown) throw new AppError('wrong_key')
}

type Source = SeenConversion['source']

export interface ConversionsDeps extends OutsideDeps {
  readonly recent: RecentEvents
}

/** After a restart the memory is empty: what was told before is looked up once. */
const remember = async (
  { recent, settling }: ConversionsDeps,
  clientId: ClientId,
  events: readonly AcceptedEvent[],
): Promise<void> => {
  const unknown = events.filter((event) => !recent.knows(clientId, event)).map(({ eventId }) => eventId)
  if (unknown.length === 0) return
  for (const { event, source, at, eventId } of await settling.toldBefore(clientId, unknown))
    recent.note(clientId, source, { event, eventId, at })
}

const seenOf = (
  given: unknown,
  { judged, outcome }: { readonly judged: JudgedEvent; readonly outcome: ConversionOutcome },
  about: Pick<SeenConversion, 'seenAt' | 'source'>,
): SeenConversion => {
  const event = judged.kind === 'accepted' ? judged.event : null
  // Of what was refused nothing is shown but which event it called itself, if it did so rightly.
  const named = typeof given === 'object' && given !== null && 'eventId' in given ? given.eventId : null
  const isPlain = typeof named === 'string' && /^[A-Za-z0-9._:-]{1,64}$/.test(named)
  return {
    ...{ ...outcome, ...about, event: event?.event ?? null },
    eventId: event?.eventId ?? (isPlain ? named : null),
    hasClick: event !== null && event.clickId !== '',
  }
}

interface Told {
  readonly clientId: ClientId
  readonly source: Source
  readonly events: readonly unknown[]
}

/**
 * Keeps what a shop told. Accepted means that it is on the disk. An event that was told before is kept once more only if
 * the server says what the pixel had said, because the server's values count.
 */
const take = async (
  deps: ConversionsDeps,
  { clientId, source, events }: Told,
): Promise<ConversionOutcome[]> => {
  const { recent, journal, clock } = deps
  const judged = events.map((event) => judgeEvent(event, clock.nowMs()))
  const accepted = judged.flatMap((one) => (one.kind === 'accepted' ? [one.event] : []))
  if (source === 'server') await remember(deps, clientId, accepted)
  const noted = judged.map((one) =>
    one.kind === 'accepted' ? recent.note(clientId, source, one.event) : null,
  )
  const kept = judged.flatMap((one, at) =>
    one.kind === 'accepted' && noted[at] !== 'again' ? [one.event] : [],
  )
  if (kept.length > 0) {
    try {
      await journal.append(conversionsKind, { clientId, source, events: kept } satisfies ConversionsRecord)
    } catch (error) {
      for (const event of kept) recent.forget(clientId, event)
      throw error
    }
  }
  const outcomes = judged.map((one, at) => outcomeOf(one, noted[at] !== 'new'))
  const about = { seenAt: clock.now().toISOString(), source }
  recent.show(
    clientId,
    events.flatMap((event, at) => {
      const [one, outcome] = [judged[at], outcomes[at]]
      return one === undefined || outcome === undefined
        ? []
        : [seenOf(event, { judged: one, outcome }, about)]
    }),
  )
  return outcomes
}

export const sendConversions = async (
  deps: ConversionsDeps,
  {
    clientId,
    authorization,
    events,
  }: {
    readonly clientId: ClientId
    readonly authorization: string | undefined
    readonly events: readonly unknown[]
  },
): Promise<ConversionOutcome[]> => {
  await requireKey(deps, clientId, authorization)
  return take(deps, { clientId, source: 'server', events })
}

/** What the pixel of a shop asks for. For whom there is no client nothing is kept, and it is not told. */
export const takePixel = async (
  deps: ConversionsDeps,
  { clientId, event }: { readonly clientId: ClientId; readonly event: unknown },
): Promise<void> => {
  if ((await findTimeZone(deps.db.pool, clientId)) === undefined) return
  await take(deps, { clientId, source: 'pixel', events: [event] })
}

export const listSeenConversions = async (
  deps: ConversionsDeps,
  { clientId, personId }: Asked,
): Promise<SeenConversion[]> => {
  await openClient(deps, deps.db.pool, { clientId, personId, ability: 'inspect' })
  return [...deps.recent.shown(clientId)]
}
