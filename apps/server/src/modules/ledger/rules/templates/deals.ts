import { type Currency, percentOf } from '@busker/money'
import { legsOf, refuse, needsNothing, template, wholeBps } from '../plan.ts'

export interface EscrowFund {
  readonly advertiser: string
  readonly milestone: string
  readonly currency: Currency
  readonly amountMicro: bigint
}

export const escrowFund = template<EscrowFund>({
  code: 'T11',
  summary: 'A brand puts the money for a milestone aside.',
  needs: needsNothing,
  plan: ({ advertiser, milestone, currency, amountMicro }) => ({
    legs: legsOf(
      [[{ kind: 'adv_wallet', currency, owner: advertiser }, amountMicro]],
      [[{ kind: 'escrow', currency, owner: milestone }, amountMicro]],
    ),
  }),
})

export interface EscrowEnd {
  readonly advertiser: string
  readonly milestone: string
  readonly creator: string
  readonly currency: Currency
  /** What the creator gets, our fee included. */
  readonly creatorMicro: bigint
  /** What goes back to the brand. */
  readonly refundMicro: bigint
  readonly feeBps: bigint
}

export const escrowRelease = template<EscrowEnd>({
  code: 'T11r',
  summary:
    'A milestone ends: the creator is paid less our fee, and the brand gets back what it does not owe.',
  needs: needsNothing,
  plan: ({ advertiser, milestone, creator, currency, creatorMicro, refundMicro, feeBps }) => {
    if (feeBps > wholeBps) return refuse('exceeds_original')
    // Who pays himself would turn what was paid by card into money that may be paid out.
    if (creatorMicro > 0n && creator === advertiser) return refuse('same_party')
    const fee = percentOf(creatorMicro, feeBps)
    return {
      legs: legsOf(
        [[{ kind: 'escrow', currency, owner: milestone }, creatorMicro + refundMicro]],
        [
          [{ kind: 'creator_available', currency, owner: creator }, creatorMicro - fee],
          [{ kind: 'rev_mkt_fee', currency, owner: '' }, fee],
          [{ kind: 'adv_wallet', currency, owner: advertiser }, refundMicro],
        ],
      ),
    }
  },
})
