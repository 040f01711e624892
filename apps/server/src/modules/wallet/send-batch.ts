import type { PersonId } from '@busker/contract'
import type { Done, Operation } from '#modules/ledger'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { onCommit, type Tx } from '#platform/postgres'
import type { Wallet } from './deps.ts'
import { givenBy, limitsNow, maximaOf, nothingSpent } from './people.ts'
import { presentReceived, presentBalance } from './present.ts'
import {
  decideSends,
  tickOf,
  type Decided,
  type Decision,
  type Order,
  type PayerState,
} from './rules/decide-sends.ts'
import { startOfHour, windows } from './rules/limits.ts'
import { creatorShareOf, diamondsOf } from './rules/terms.ts'
import type { Gift } from './store/catalogue.ts'
import { addGiven, lockPeople, updateSendCounts, type PersonRow } from './store/people.ts'
import { addFlows } from './store/screen.ts'
import { addGifters, findTicks, insertSends, type SendRow } from './store/sends.ts'

export interface WantedSend extends Order {
  readonly gift: Gift
}

/** What became of one. */
export type SendResult =
  | { readonly is: 'sent'; readonly send: SendRow; readonly again: boolean; readonly coins: bigint }
  | { readonly is: 'refused'; readonly code: Extract<Decision, { is: 'refused' }>['code'] }

type Settings = Awaited<ReturnType<Wallet['catalogue']['settings']>>

const statesOf = async (
  wallet: Wallet,
  tx: Tx,
  { people, settings }: { people: ReadonlyMap<PersonId, PersonRow>; settings: Settings },
): Promise<Map<PersonId, PayerState>> => {
  const nowMs = wallet.clock.nowMs()
  const maxima = maximaOf(settings)
  const limits = new Map([...people].map(([id, person]) => [id, limitsNow(person, maxima, nowMs)]))
  const limited = [...limits].flatMap(([id, own]) => (windows.some((each) => own[each] !== null) ? [id] : []))
  const given = await givenBy(tx, limited, nowMs)
  const lots = await wallet.ledger.lotsLeftOf(tx, [...people.keys()], wallet.currency)
  return new Map(
    [...people].map(([id, { openDisputes, sends }]) => [
      id,
      {
        ...{ openDisputes, sends, lots: lots.get(id) ?? [], given: given.get(id) ?? nothingSpent },
        limits: limits.get(id) ?? { day: null, week: null, month: null },
      },
    ]),
  )
}

const dayMs = 86_400_000

const operationOf = (wallet: Wallet, wanted: WantedSend, settings: Settings): Operation => ({
  ...{ do: 'transfer', scope: 'gift', key: tickOf(wanted) },
  transfer: {
    template: 'gift',
    params: {
      ...{ payer: wanted.payerId, creator: wanted.creatorId, currency: wallet.currency },
      ...{ coins: wanted.gift.coins, count: BigInt(wanted.count) },
      ...{ diamonds: diamondsOf(wanted.gift), diamondMicro: wanted.gift.diamondMicro },
      holdUntilMs: wallet.clock.nowMs() + settings.holdDays * dayMs,
    },
  },
})

const rowOf = (
  wallet: Wallet,
  wanted: WantedSend,
  { done, taxMicro }: { done: Done; taxMicro: bigint },
): SendRow => {
  const { gift, ...order } = wanted
  return {
    ...{ ...order, sendId: wallet.ids.uuid(), currency: wallet.currency, taxMicro },
    ...{ valueMicro: BigInt(done.terms['valueMicro'] ?? 0), txnId: done.id },
    creatorMicro: creatorShareOf(gift) * BigInt(order.count),
    ...{ at: wallet.clock.now(), state: 'counted' },
  }
}

/** Posts what was decided to be sent; an entry for each decision, null where nothing was posted. */
const postSends = async (
  wallet: Wallet,
  tx: Tx,
  given: { wanted: readonly WantedSend[]; decisions: readonly Decision[]; settings: Settings },
): Promise<(SendRow | null)[]> => {
  const posted = given.wanted.flatMap((one, at) => {
    const decision = given.decisions[at]
    return decision?.is === 'send' ? [{ at, wanted: one, decision }] : []
  })
  const rows = given.wanted.map((): SendRow | null => null)
  if (posted.length === 0) return rows
  const operations = posted.map(({ wanted }) => operationOf(wallet, wanted, given.settings))
  const outcomes = await wallet.ledger.post(tx, operations)
  for (const [index, { at, wanted, decision }] of posted.entries()) {
    const outcome = outcomes[index]
    assert(outcome !== undefined, 'every operation has an outcome')
    if (outcome.is === 'done')
      rows[at] = rowOf(wallet, wanted, { done: outcome, taxMicro: decision.taxMicro })
  }
  return rows
}

const writeSends = async (wallet: Wallet, tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  await insertSends(tx, sends)
  await addGifters(tx, sends)
  await addFlows(tx, sends)
  const hour = new Date(startOfHour(wallet.clock.nowMs()))
  const byPayer = Map.groupBy(sends, ({ payerId }) => payerId)
  await addGiven(
    tx,
    [...byPayer].map(([personId, given]) => ({
      ...{ personId, hour },
      givenMicro: given.reduce((sum, one) => sum + one.valueMicro + one.taxMicro, 0n),
    })),
  )
  for (const send of sends) {
    const { sendId, postId, payerId, creatorId, currency, at } = send
    await wallet.bus.emit(tx, 'wallet.gifted', {
      ...{ sendId, postId, payerId, creatorId, currency, at: at.toISOString() },
      ...{ coins: String(send.coins), creatorMicro: String(send.creatorMicro) },
    })
  }
}

/** Creators hear of their gifts, and those who gave of what they have left, once it is certain. */
const tellAll = async (
  wallet: Wallet,
  tx: Tx,
  told: { sends: readonly SendRow[]; wanted: readonly WantedSend[]; states: Decided['payers'] },
): Promise<void> => {
  const payers = [...new Set(told.sends.map(({ payerId }) => payerId))]
  const authors = await wallet.identity.getAuthors(tx, payers)
  const gifts = new Map(told.wanted.map(({ gift }) => [`${gift.giftId}:${gift.version}`, gift]))
  onCommit(tx, () => {
    for (const send of told.sends) {
      const [from, gift] = [authors.get(send.payerId), gifts.get(`${send.giftId}:${send.giftVersion}`)]
      if (from && gift)
        wallet.publish(send.creatorId, { type: 'gift.received', gift: presentReceived(send, gift, from) })
    }
    for (const payerId of payers) {
      const lots = told.states.get(payerId)?.lots ?? []
      const balance = presentBalance(lots)
      wallet.publish(payerId, { type: 'wallet.changed', currency: wallet.currency, ...balance })
    }
  })
}

const resultsOf = (
  wanted: readonly WantedSend[],
  decided: Decided,
  { rows, known }: { rows: readonly (SendRow | null)[]; known: ReadonlyMap<string, SendRow> },
): SendResult[] => {
  const resultAt = (at: number): SendResult => {
    const [order, decision] = [wanted[at], decided.decisions[at]]
    assert(order !== undefined && decision !== undefined, 'every order is decided')
    if (decision.is === 'refused') return decision
    if (decision.is === 'same') {
      const first = resultAt(decision.as)
      return first.is === 'sent' ? { ...first, again: true } : first
    }
    const send = decision.is === 'again' ? known.get(tickOf(order)) : rows[at]
    // The books know of a change that was not seen here: whoever asks again is decided on what is there then.
    if (!send) return { is: 'refused', code: 'too_few_coins' }
    const coins = BigInt(presentBalance(decided.payers.get(order.payerId)?.lots ?? []).coins)
    return { is: 'sent', send, again: decision.is === 'again', coins }
  }
  return wanted.map((_, at) => resultAt(at))
}

/** Gives what came at the same moment, in one transaction: the books and all that is told of it, or nothing. */
export const sendBatch = async (wallet: Wallet, wanted: readonly WantedSend[]): Promise<SendResult[]> => {
  const settings = await wallet.catalogue.settings()
  return wallet.db.transaction(async (tx) => {
    const people = await lockPeople(
      tx,
      wanted.map(({ payerId }) => payerId),
    )
    const known = new Map((await findTicks(tx, wanted)).map((send) => [tickOf(send), send]))
    const payers = await statesOf(wallet, tx, { people, settings })
    const decided = decideSends(wanted, {
      ...{ nowMs: wallet.clock.nowMs(), known, payers },
      ...{ perMinute: settings.giftsPerMinute, perDay: settings.giftsPerDay },
    })
    const rows = await postSends(wallet, tx, { wanted, decisions: decided.decisions, settings })
    const sends = rows.filter((row) => row !== null)
    if (sends.length > 0) {
      await writeSends(wallet, tx, sends)
      const counts = [...new Set(sends.map(({ payerId }) => payerId))].flatMap((personId) => {
        const state = decided.payers.get(personId)
        return state ? [{ personId, sends: state.sends }] : []
      })
      await updateSendCounts(tx, counts)
      await tellAll(wallet, tx, { sends, wanted, states: decided.payers })
    }
    return resultsOf(wanted, decided, { rows, known })
  })
}

/** More than that in one transaction would make the first ones wait for the last. */
const mostInBatch = 256
/** Whoever comes when so many wait is better told than kept waiting. */
const mostWaiting = 20_000

/**
 * Gifts of one moment are given together: while one transaction is under way, those who come meanwhile wait for the next.
 * So ten thousand at once are forty transactions, and nobody waits for a row that somebody else holds.
 */
export const mergedSends = (
  send: (wanted: readonly WantedSend[]) => Promise<readonly SendResult[]>,
): ((wanted: WantedSend) => Promise<SendResult>) => {
  interface Waiting {
    readonly wanted: WantedSend
    readonly resolve: (result: SendResult) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let running = false
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostInBatch)
      waiting = waiting.slice(mostInBatch)
      try {
        const results = await send(batch.map(({ wanted }) => wanted))
        for (const [at, one] of batch.entries()) {
          const result = results[at]
          assert(result !== undefined, 'every gift has a result')
          one.resolve(result)
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running = false
  }
  return (wanted) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= mostWaiting) {
        reject(new AppError('overloaded'))
        return
      }
      waiting.push({ wanted, resolve, reject })
      if (running) return
      running = true
      void drain()
    })
}
