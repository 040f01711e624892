import type { PayoutRail, PayoutState } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { IconName, Tone } from '#shared/ui'

interface StateWords {
  readonly name: MessageDescriptor
  readonly says: MessageDescriptor
  readonly tone: Tone
  readonly icon: IconName
}

/** Each state of a payout: in a word, and what it means for its owner. */
export const payoutStates = (): Record<PayoutState, StateWords> => ({
  requested: {
    ...{ name: msg`Requested`, tone: 'quiet', icon: 'clock' },
    says: msg`You asked for it. It left your available balance.`,
  },
  kyc_check: {
    ...{ name: msg`Checking who you are`, tone: 'waiting', icon: 'key' },
    says: msg`The payment provider looks at your papers.`,
  },
  risk_hold: {
    ...{ name: msg`Held`, tone: 'waiting', icon: 'pause' },
    says: msg`An operator looks at it before it goes on.`,
  },
  submitted: {
    ...{ name: msg`On its way`, tone: 'quiet', icon: 'share' },
    says: msg`The payment provider has it.`,
  },
  unknown: {
    ...{ name: msg`Not known yet`, tone: 'waiting', icon: 'why' },
    says: msg`The provider has not said what became of it. It is asked again, and never paid a second time.`,
  },
  paid: {
    ...{ name: msg`Paid`, tone: 'good', icon: 'check' },
    says: msg`It was sent to your bank account.`,
  },
  returned: {
    ...{ name: msg`Came back`, tone: 'bad', icon: 'again' },
    says: msg`Your bank sent it back. The whole amount is available again.`,
  },
  failed: {
    ...{ name: msg`Failed`, tone: 'bad', icon: 'close' },
    says: msg`It could not be paid. The whole amount is available again.`,
  },
  cancelled: {
    ...{ name: msg`Cancelled`, tone: 'quiet', icon: 'close' },
    says: msg`It was stopped. The whole amount is available again.`,
  },
})

/** Why a payout waits, failed or came back, by the reasons that the server and providers know. */
export const payoutNotes = (): Readonly<Record<string, MessageDescriptor | undefined>> => ({
  large_amount: msg`It is a large amount.`,
  payout_account_missing: msg`The payment provider has not checked you yet.`,
  account_closed: msg`The bank account is closed. Show another one, and ask again.`,
  bank_refused: msg`Your bank refused it.`,
})

/** What money is earned by. */
export const railNames = (): Record<PayoutRail, MessageDescriptor> => ({
  creator: msg`Videos and gifts`,
  seller: msg`Goods sold`,
  affiliate: msg`Goods recommended`,
})
