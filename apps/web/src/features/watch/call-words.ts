import type { CallAction } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What the button of a post says. */
export const callWords: Readonly<Record<CallAction, MessageDescriptor>> = {
  shop_now: msg`Shop now`,
  learn_more: msg`Learn more`,
  book: msg`Book`,
  sign_up: msg`Sign up`,
  download: msg`Download`,
  order: msg`Order`,
  contact: msg`Contact`,
  watch_more: msg`Watch more`,
}

export const callActions: readonly CallAction[] = [
  ...(['shop_now', 'learn_more', 'book', 'sign_up', 'download', 'order', 'contact', 'watch_more'] as const),
]
