import type { ConversionEvent, ConversionRefusal } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export const eventWords: Readonly<Record<ConversionEvent, MessageDescriptor>> = {
  purchase: msg`Purchase`,
  lead: msg`Lead`,
  sign_up: msg`Sign-up`,
  subscribe: msg`Subscription`,
  booking: msg`Booking`,
  add_to_cart: msg`Added to the cart`,
  view_content: msg`Page viewed`,
}

export const events: readonly ConversionEvent[] = [
  ...(['purchase', 'lead', 'sign_up', 'subscribe', 'booking', 'add_to_cart', 'view_content'] as const),
]

export const conversionRefusalWords: Readonly<Record<ConversionRefusal, MessageDescriptor>> = {
  unknown_field: msg`This may not be sent. Leave it out, above all if it is about a person:`,
  invalid_field: msg`Not in the expected form:`,
  value_without_currency: msg`A value needs a currency.`,
  too_old: msg`More than seven days ago.`,
  in_future: msg`In the future: check the clock of the server.`,
}
