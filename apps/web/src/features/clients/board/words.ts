import type { Cause, StepId } from '@busker/metrics/client-board'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The steps from GMV to contribution, as the chart names them. */
export const stepWords: Readonly<Record<StepId, MessageDescriptor>> = {
  gmv: msg`GMV`,
  cancelled: msg`Cancelled`,
  refunded: msg`Refunded`,
  platform_fees: msg`Platform fees`,
  commission: msg`Commission`,
  shipping: msg`Shipping`,
  goods: msg`Goods`,
  creators: msg`Creators`,
  advertising: msg`Advertising`,
  other: msg`Other costs`,
  contribution: msg`Contribution`,
}

/** What moved contribution, inside a sentence. */
export const causeWords: Readonly<Record<Cause, MessageDescriptor>> = {
  volume: msg`how much was sold`,
  cancelled: msg`cancelled orders`,
  refunded: msg`refunds`,
  platform_fees: msg`platform fees`,
  commission: msg`commission`,
  shipping: msg`shipping`,
  goods: msg`the cost of goods`,
  creators: msg`fees and samples of creators`,
  advertising: msg`advertising`,
  other: msg`other costs`,
}

/** Keeps what stands before and after it on one line. */
const wordJoiner = '\u2060'

/** Videos and goods have no name in the files that their sales are in; the end of an id tells it from others. */
export const shortId = (id: string): string => (id.length > 8 ? `…${wordJoiner}${id.slice(-6)}` : id)
