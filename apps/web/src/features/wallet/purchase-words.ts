import type { PurchaseState } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { IconName, Tone } from '#shared/ui'

interface StateWords {
  readonly name: MessageDescriptor
  readonly title: MessageDescriptor
  readonly says: MessageDescriptor
  readonly tone: Tone
  readonly icon: IconName
}

/** Each state of a purchase: in a word, and what it means for the buyer. */
export const purchaseStates = (): Record<PurchaseState, StateWords> => ({
  pending: {
    ...{ name: msg`Not paid yet`, tone: 'waiting', icon: 'clock' },
    title: msg`This is not paid yet`,
    says: msg`Go on at the payment provider. If you have paid there already, it is not settled yet: this page changes by itself.`,
  },
  unknown: {
    ...{ name: msg`Being asked`, tone: 'waiting', icon: 'why' },
    title: msg`We do not know yet, we are asking`,
    says: msg`The payment provider has not told us for certain. You need not do anything: this page changes by itself. You are never charged twice for this purchase.`,
  },
  settled: {
    ...{ name: msg`Paid`, tone: 'good', icon: 'check' },
    title: msg`Your coins are there`,
    says: msg`Thank you. They can be used at once.`,
  },
  declined: {
    ...{ name: msg`Declined`, tone: 'bad', icon: 'close' },
    title: msg`The payment was declined`,
    says: msg`Nothing was paid and no coins came. You can try again, perhaps with another card.`,
  },
  refunding: {
    ...{ name: msg`On its way back`, tone: 'waiting', icon: 'again' },
    title: msg`Your money is on its way back`,
    says: msg`The coins that were left are gone. How long it takes depends on your bank.`,
  },
  refunded: {
    ...{ name: msg`Given back`, tone: 'quiet', icon: 'again' },
    title: msg`Your money was given back`,
    says: msg`The coins that were left are gone.`,
  },
  disputed: {
    ...{ name: msg`Disputed`, tone: 'bad', icon: 'alert' },
    title: msg`Your bank took this payment back`,
    says: msg`Coins that are left of it cannot be used until it is decided.`,
  },
  lost: {
    ...{ name: msg`Taken back`, tone: 'bad', icon: 'close' },
    title: msg`Your bank took this payment back`,
    says: msg`It was decided so. Coins that were left of it are gone.`,
  },
})
