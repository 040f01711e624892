import type { MetricSlice, OwnMetric, OwnRecipeBody } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What a number can be narrowed by. */
export const sliceWords: Partial<Readonly<Record<MetricSlice, MessageDescriptor>>> = {
  creator: msg`Creator`,
  video: msg`Video`,
  product: msg`Product`,
  sku: msg`SKU`,
  campaign: msg`Campaign`,
  content_type: msg`Kind of content`,
  hour: msg`Hour of the day`,
}

export const windowWords: Readonly<Record<OwnRecipeBody['window'], MessageDescriptor>> = {
  7: msg`the last 7 days`,
  14: msg`the last 14 days`,
  28: msg`the last 28 days`,
  90: msg`the last 90 days`,
  month: msg`the calendar month`,
}

type RefusalCode = NonNullable<OwnMetric['refusal']>['code']

/** Why a recipe makes no sense; what is not here is told as the server says it. */
export const refusalWords: Readonly<Record<RefusalCode, MessageDescriptor | undefined>> = {
  unknown: msg`One of these metrics is no longer there. Choose another one.`,
  same_twice: msg`A number for each unit of itself is always one. Choose another one.`,
  not_a_sum: msg`This is a ratio already. Choose the amounts that it is made of.`,
  units: msg`A count for each unit of money depends on the currency. Turn it round.`,
  no_such_slice: msg`The files do not tell all parts of this number apart by that.`,
  pair_not_by_slice: msg`This number is only shown beside another one, which the files do not tell apart by that.`,
}
