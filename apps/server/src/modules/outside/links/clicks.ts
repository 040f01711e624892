import type { PersonId, PostId } from '@busker/contract'
import { sleep } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { OutsideDeps } from '../deps.ts'
import { clickKind, type ClickRecord } from '../store/link-facts.ts'
import { findWay } from '../store/links.ts'
import { createVisitors, type Visitors } from './visitors.ts'

export interface AskedWay {
  readonly code: string
  readonly postId: PostId | null
  /** Who clicks, as far as half a minute is concerned. */
  readonly visitor: readonly string[]
  readonly personId: PersonId | null
  readonly isBot: boolean
  /** The browser looks ahead, or only asks for the headers: nobody clicked. */
  readonly isOnlyLook: boolean
}

export interface Clicks {
  /** Where the click leads. Its fact is on the disk, or it could not be and that is counted. */
  follow(asked: AskedWay): Promise<string>
}

type ClickDeps = Pick<OutsideDeps, 'db' | 'clock' | 'ids' | 'log' | 'journal'>

/** Nobody waits longer for the disk than this. */
const patienceMs = 300

/** The address as it was given, with the id of the click: other parameters may be signed and stay as they are. */
export const withClick = (destination: string, clickId: string): string => {
  const [before = '', ...fragment] = destination.split('#')
  const joint = before.includes('?') ? '&' : '?'
  return [`${before}${joint}bclid=${clickId}`, ...fragment].join('#')
}

/** Clicks that were let through without a fact, by link, until the next one tells of them. */
const createMissed = () => {
  const missed = new Map<string, number>()
  return {
    add: (linkId: string, clicks: number) => void missed.set(linkId, (missed.get(linkId) ?? 0) + clicks),
    take: (linkId: string): number => {
      const count = missed.get(linkId) ?? 0
      missed.delete(linkId)
      return count
    },
  }
}

/** People are never held up: what the journal cannot take in time is not waited for, and what it refused is counted. */
const keep = async (
  { journal, log }: ClickDeps,
  missed: ReturnType<typeof createMissed>,
  click: Omit<ClickRecord, 'unrecorded'>,
): Promise<void> => {
  const unrecorded = missed.take(click.linkId)
  const kept = journal.append(clickKind, { ...click, unrecorded } satisfies ClickRecord).then(
    () => undefined,
    (error: unknown) => {
      missed.add(click.linkId, unrecorded + 1)
      const isBusy = error instanceof AppError && error.code === 'overloaded'
      if (isBusy) log.warn('outside.click_unrecorded', { linkId: click.linkId })
      else log.error('outside.click_unrecorded', error, { linkId: click.linkId })
    },
  )
  const waited = new AbortController()
  await Promise.race([kept, sleep(patienceMs, waited.signal)])
  waited.abort()
}

const trafficOf = (
  { isBot, personId }: AskedWay,
  authorId: PersonId | null,
  met: 'ok' | 'repeat',
): ClickRecord['traffic'] => {
  if (isBot) return 'bot'
  return personId !== null && personId === authorId ? 'self' : met
}

const follow = async (
  deps: ClickDeps,
  { visitors, missed }: { readonly visitors: Visitors; readonly missed: ReturnType<typeof createMissed> },
  asked: AskedWay,
): Promise<string> => {
  const way = await findWay(deps.db.pool, asked)
  if (way === undefined) throw new AppError('not_found')
  const { link, placement } = way
  const destination = placement?.destination ?? link.destination
  if (asked.isOnlyLook) return destination
  const met = visitors.meet(
    asked.visitor.map((name) => `${link.linkId}|${name}`),
    deps.clock.nowMs(),
  )
  if (met === 'flood') return destination
  const clickId = deps.ids.token()
  await keep(deps, missed, {
    ...{ clientId: link.clientId, clickId, linkId: link.linkId, postId: placement?.postId ?? null },
    ...{ at: deps.clock.now().toISOString(), traffic: trafficOf(asked, placement?.authorId ?? null, met) },
  })
  return withClick(destination, clickId)
}

export const createClicks = (deps: ClickDeps): Clicks => {
  const memory = { visitors: createVisitors(), missed: createMissed() }
  return { follow: (asked) => follow(deps, memory, asked) }
}
