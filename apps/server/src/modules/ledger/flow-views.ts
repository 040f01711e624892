import type { Currency } from '@busker/money'
import type { AccountKind } from './rules/chart.ts'

/** A time, without its end. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

export interface FlowQuery extends Span {
  readonly kinds: readonly AccountKind[]
  /** Left out: of everybody. */
  readonly owner?: string
  /** `day`: of UTC. */
  readonly by: 'owner' | 'day'
}

/** What moved on accounts of a kind by a template: of an owner, or on a day. */
export interface Flow {
  readonly kind: AccountKind
  readonly currency: Currency
  readonly template: string
  readonly part: string
  readonly debits: bigint
  readonly credits: bigint
}

/** What gifts were worth, without tax, and what their creator got for them; of that, what may still be disputed. */
export interface GiftsReceived {
  readonly currency: Currency
  readonly valueMicro: bigint
  readonly payeeMicro: bigint
  readonly pendingMicro: bigint
}
