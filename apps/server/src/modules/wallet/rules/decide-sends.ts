import type { ErrorCode, GiftId, PersonId, PostId } from '@busker/contract'
import type { Lot } from '#modules/ledger'
import { costFrom } from './cost.ts'
import { goesBeyond, type ByWindow, byWindow } from './limits.ts'
import { countSend, type SendCount } from './velocity.ts'

/** One tick that somebody wants to send. */
export interface Order {
  readonly payerId: PersonId
  readonly creatorId: PersonId
  readonly postId: PostId
  readonly comboId: string
  readonly tick: number
  readonly giftId: GiftId
  readonly giftVersion: number
  readonly count: number
  /** Of all of them. */
  readonly coins: bigint
}

/** A tick that was sent. */
export interface Sent extends Order {
  readonly sendId: string
  readonly creatorMicro: bigint
  readonly valueMicro: bigint
  readonly taxMicro: bigint
  readonly at: Date
}

/** What is known of somebody who gives, at the moment of giving. */
export interface PayerState {
  readonly openDisputes: number
  readonly sends: SendCount
  /** What they may give in each window; null: as much as they like. */
  readonly limits: ByWindow<bigint | null>
  readonly given: ByWindow<bigint>
  /** Open lots, the oldest first. */
  readonly lots: readonly Lot[]
}

export type GiftRefusalCode = Extract<
  ErrorCode,
  'dispute_open' | 'too_few_coins' | 'spending_limit' | 'too_many_attempts' | 'key_reused'
>

export type Decision =
  | { readonly is: 'send'; readonly valueMicro: bigint; readonly taxMicro: bigint }
  | { readonly is: 'again'; readonly sent: Sent }
  /** Another one of this batch is the same tick: whoever asks is answered with what becomes of that one. */
  | { readonly is: 'same'; readonly as: number }
  | { readonly is: 'refused'; readonly code: GiftRefusalCode }

export const tickOf = ({ payerId, comboId, tick }: Pick<Order, 'payerId' | 'comboId' | 'tick'>): string =>
  `${payerId}:${comboId}:${tick}`

const isSame = (one: Order, other: Order): boolean =>
  one.postId === other.postId &&
  one.giftId === other.giftId &&
  one.giftVersion === other.giftVersion &&
  one.count === other.count

export interface Situation {
  readonly nowMs: number
  readonly perMinute: number
  readonly perDay: number
  /** By `tickOf`. */
  readonly known: ReadonlyMap<string, Sent>
  readonly payers: ReadonlyMap<PersonId, PayerState>
}

export interface Decided {
  /** In the order of what was asked. */
  readonly decisions: readonly Decision[]
  /** Of everybody who gave, afterwards. */
  readonly payers: ReadonlyMap<PersonId, PayerState>
}

const decideOne = (
  order: Order,
  state: PayerState,
  situation: Situation,
): { decision: Decision; after: PayerState } => {
  const refused = (code: GiftRefusalCode) => ({ decision: { is: 'refused', code } as const, after: state })
  if (state.openDisputes > 0) return refused('dispute_open')
  const sends = countSend(state.sends, situation)
  if (sends === null) return refused('too_many_attempts')
  const cost = costFrom(state.lots, order.coins)
  if (cost === null) return refused('too_few_coins')
  const paidMicro = cost.valueMicro + cost.taxMicro
  if (goesBeyond(paidMicro, state.given, state.limits)) return refused('spending_limit')
  return {
    decision: { is: 'send', valueMicro: cost.valueMicro, taxMicro: cost.taxMicro },
    after: {
      ...{ ...state, sends, lots: cost.after },
      given: byWindow((window) => state.given[window] + paidMicro),
    },
  }
}

/**
 * Decides ticks that came at the same moment, in their order: each as if those before it had happened. What was sent
 * before, under the same combo and tick, is answered and never sent again.
 */
export const decideSends = (orders: readonly Order[], situation: Situation): Decided => {
  const payers = new Map(situation.payers)
  const first = new Map<string, number>()
  const decisions = orders.map((order, at): Decision => {
    const name = tickOf(order)
    const sent = situation.known.get(name)
    if (sent) return isSame(sent, order) ? { is: 'again', sent } : { is: 'refused', code: 'key_reused' }
    const earlier = first.get(name)
    const twin = earlier === undefined ? undefined : orders[earlier]
    if (earlier !== undefined && twin !== undefined)
      return isSame(twin, order) ? { is: 'same', as: earlier } : { is: 'refused', code: 'key_reused' }
    first.set(name, at)
    const state = payers.get(order.payerId)
    if (state === undefined) return { is: 'refused', code: 'too_few_coins' }
    const { decision, after } = decideOne(order, state, situation)
    payers.set(order.payerId, after)
    return decision
  })
  return { decisions, payers }
}
