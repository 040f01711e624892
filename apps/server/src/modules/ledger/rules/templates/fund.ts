import { type Currency, sumOf } from '@busker/money'
import type { Account } from '../chart.ts'
import { legsOf, refuse, needsNothing, template } from '../plan.ts'

/** Somebody's part of a sum. */
export interface Part {
  readonly owner: string
  readonly amountMicro: bigint
}

/** Legs to or from accounts of one kind. */
export const each = (
  kind: Account['kind'],
  currency: Currency,
  parts: readonly Part[],
): (readonly [Account, bigint])[] =>
  parts.map(({ owner, amountMicro }) => [{ kind, currency, owner }, amountMicro])

export const totalOf = (parts: readonly Part[]): bigint => sumOf(parts.map(({ amountMicro }) => amountMicro))

export interface FundTopUp {
  readonly period: string
  readonly currency: Currency
  readonly amountMicro: bigint
  /** A fixed sum of ours, or what advertisers brought on a day. */
  readonly from: { readonly kind: 'fund' } | { readonly kind: 'ad_pool'; readonly owner: string }
}

export const fundTopUp = template<FundTopUp>({
  code: 'T4',
  summary: 'The pool of a period of the creator fund is filled.',
  needs: needsNothing,
  plan: ({ period, currency, amountMicro, from }) => {
    const owner = from.kind === 'fund' ? '' : from.owner
    return {
      legs: legsOf(
        [[{ kind: from.kind, currency, owner }, amountMicro]],
        [[{ kind: 'fund_pool', currency, owner: period }, amountMicro]],
      ),
    }
  },
})

export interface FundAllocation {
  readonly period: string
  readonly currency: Currency
  readonly rights: readonly Part[]
  readonly creators: readonly Part[]
}

export const fundAllocation = template<FundAllocation>({
  code: 'T5',
  summary: 'A period closes: the pool less what is held back goes to its creators and to holders of rights.',
  needs: needsNothing,
  plan: ({ period, currency, rights, creators }) => {
    const total = totalOf(rights) + totalOf(creators)
    if (total === 0n) return refuse('nothing_to_move')
    return {
      legs: legsOf(
        [[{ kind: 'fund_pool', currency, owner: period }, total]],
        [...each('rights_payable', currency, rights), ...each('pool_pending', currency, creators)],
      ),
    }
  },
})

export interface FundFinalisation {
  readonly period: string
  readonly currency: Currency
  /** What was given for views that turned out not to count. */
  readonly voided: readonly Part[]
  /** How that and what was held back is shared again. */
  readonly shares: readonly Part[]
}

export const fundFinalisation = template<FundFinalisation>({
  code: 'T5b',
  summary: 'A period becomes final: what was given for voided views and what was held back is shared again.',
  needs: needsNothing,
  plan: ({ period, currency, voided, shares }) => {
    const pool = { kind: 'fund_pool', currency, owner: period } as const
    const heldBack = totalOf(shares) - totalOf(voided)
    return {
      legs: legsOf(
        [[pool, heldBack > 0n ? heldBack : 0n], ...each('pool_pending', currency, voided)],
        // Where less is shared again than was taken back, the rest waits in the pool.
        [[pool, heldBack < 0n ? -heldBack : 0n], ...each('pool_pending', currency, shares)],
      ),
    }
  },
})

export interface PendingRelease {
  readonly currency: Currency
  readonly parts: readonly Part[]
}

export const pendingRelease = template<PendingRelease>({
  code: 'T5r',
  summary: 'What is final may be paid out.',
  needs: needsNothing,
  plan: ({ currency, parts }) => ({
    legs: legsOf(each('pool_pending', currency, parts), each('creator_available', currency, parts)),
  }),
})
