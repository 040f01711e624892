import type { GiftRefusal, SpendingRefusal } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { ApiError, useErrorText, type MoneyErrorCode } from '#shared/api'

const sentences = (): Record<MoneyErrorCode, MessageDescriptor> => ({
  adults_only: msg`Coins and gifts are for adults. Nothing was bought or sent.`,
  own_gift: msg`This is your own video. Gifts are for other people.`,
  gifts_closed: msg`This creator cannot receive gifts. Nothing was sent.`,
  too_few_coins: msg`You have too few coins for this. Buy some, or choose a smaller gift.`,
  gift_changed: msg`This gift has changed since you looked at it. Look at what it costs now, then decide.`,
  pack_changed: msg`This pack has changed since you looked at it. Look at what it costs now, then decide.`,
  spending_limit: msg`This would go beyond what you may spend in this time. Wait, or change your limit: a higher one counts after a day.`,
  limit_above_maximum: msg`This instance does not allow a limit that high. Choose a lower one.`,
  dispute_open: msg`Your bank has taken back one of your payments. You can buy and give again once that is decided.`,
  purchase_not_refundable: msg`These coins cannot be given back: they were used, or the time for it is over.`,
  starts_too_early: msg`A version begins now or later, and after the one before it. Choose a later time.`,
  not_refundable: msg`This payment is not settled, so there is nothing to give back yet.`,
  refund_too_large: msg`This is more than what is left of the payment after refunds and disputes.`,
  payout_account_missing: msg`The account that is to be paid is not checked yet. Show who you are first, then try again.`,
  payout_account_refused: msg`The payment provider does not open an account for this country or person. Ask the operator.`,
  no_reward_terms: msg`This instance has no creator fund yet.`,
  terms_changed: msg`The terms have changed since you read them. Read them again, then apply.`,
  terms_not_ahead: msg`Terms hold for periods to come: choose a day after today, and after the terms that are already set.`,
  apply_later: msg`You applied less than 30 days ago. Apply again on the day that is shown.`,
  period_not_open: msg`This period is not in a state in which that can be done. Look at it again.`,
  identity_required: msg`Show who you are and where money goes first, then ask for the payout again.`,
  tax_form_required: msg`A tax form is needed from this sum on. Fill it in, then ask for the payout again.`,
  below_minimum: msg`This is less than the smallest payout. Wait until more is available.`,
  not_whole_minor: msg`Ask for a whole number of cents, or of the smallest unit of the currency.`,
  insufficient_funds: msg`There is not enough for this. Look at the balance and ask for less.`,
  key_reused: msg`This was already sent with other contents. Look at what happened, then begin again.`,
  state_changed: msg`This has gone on since you looked at it. Look at it again, then decide.`,
  transfer_refused: msg`The books refuse this transfer. Look at the amounts and accounts it names.`,
  second_operator_needed: msg`Another operator has to approve this: nobody approves what they proposed.`,
})

/** As `useErrorText`, with what only goes wrong with money. */
export const useMoneyErrorText = (): ((error: unknown) => string) => {
  const { i18n } = useLingui()
  const others = useErrorText()
  return useCallback(
    (error: unknown) => {
      const known = new Map(Object.entries(sentences()))
      const own = error instanceof ApiError ? known.get(error.code) : undefined
      return own ? i18n._(own) : others(error)
    },
    [i18n, others],
  )
}

/** Why somebody cannot buy or give now, told before they try: in the words of the error that it would be. */
export const useRefusalText = (): ((refusal: SpendingRefusal | GiftRefusal) => string) => {
  const errorText = useMoneyErrorText()
  return useCallback((refusal) => errorText(new ApiError(refusal)), [errorText])
}
