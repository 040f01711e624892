import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { clientId, emptyResponse, isoTime, linkId, postId } from './shapes.ts'

/** What the button of a post says; its words are those of the viewer's language. */
export const callAction = z.enum([
  ...(['shop_now', 'learn_more', 'book', 'sign_up', 'download', 'order', 'contact', 'watch_more'] as const),
])
export type CallAction = z.infer<typeof callAction>

/** The button of a post: where it leads is the business of the server, people see the host. */
export const callToAction = z.object({ action: callAction, path: z.string(), host: z.string() })
export type CallToAction = z.infer<typeof callToAction>

/** What people do at the shop. A link names the one that it is for; the others are kept and not counted. */
export const conversionEvent = z.enum([
  ...(['purchase', 'lead', 'sign_up', 'subscribe', 'booking', 'add_to_cart', 'view_content'] as const),
])
export type ConversionEvent = z.infer<typeof conversionEvent>

const isPlainHttps = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  return protocol === 'https:' && username === '' && password === '' && hostname.includes('.')
}
const destination = z
  .string()
  .trim()
  .max(2000)
  .refine(isPlainHttps, 'Use an address that begins with https:// and holds no password.')

export const linkCode = z.string().regex(/^[A-Za-z0-9_-]{12}$/, 'A code has twelve letters and digits.')
const words = z.string().trim().max(80)

/** A way from posts to a place of a client, whose clicks are counted. */
export const trackedLink = z.object({
  linkId,
  code: z.string(),
  label: z.string(),
  campaign: z.string(),
  destination: z.string(),
  goal: conversionEvent,
  createdAt: isoTime,
  isClosed: z.boolean(),
  /** Posts that carry it now. */
  posts: z.int(),
  /** Of these, posts whose author has not agreed to the new host yet: they still lead to the old place. */
  awaitingConsent: z.int(),
  /** As the boards count them, made anew every ten minutes. */
  impressions: z.int(),
  clicks: z.int(),
  conversions: z.int(),
})
export type TrackedLink = z.infer<typeof trackedLink>

const params = z.object({ clientId })

export const listLinks = endpoint({
  id: 'listLinks',
  method: 'GET',
  path: '/v1/clients/:clientId/links',
  summary: 'The tracked links of a client, newest first (at most 500). For owners and analysts.',
  access: 'person',
  params,
  response: z.object({ links: z.array(trackedLink) }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const createLink = endpoint({
  id: 'createLink',
  method: 'POST',
  path: '/v1/clients/:clientId/links',
  summary: 'Make a tracked link. Authors put it on their posts by its code.',
  access: 'person',
  params,
  body: z.object({
    destination,
    campaign: words.min(1),
    label: words.default(''),
    goal: conversionEvent.default('purchase'),
  }),
  response: z.object({ link: trackedLink }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const changeLink = endpoint({
  id: 'changeLink',
  method: 'PATCH',
  path: '/v1/clients/:clientId/links/:linkId',
  summary:
    'Change or close a link. Posts follow it within its host at once; to another host only after their author agreed.',
  access: 'person',
  params: z.object({ clientId, linkId }),
  body: z.object({
    destination: destination.optional(),
    campaign: words.min(1).optional(),
    label: words.optional(),
    isClosed: z.boolean().optional(),
  }),
  response: z.object({ link: trackedLink }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

/** A link as the author of a post sees it before agreeing to it. */
const offeredLink = z.object({ code: z.string(), brand: z.string(), destination: z.string() })
export type OfferedLink = z.infer<typeof offeredLink>

export const getOfferedLink = endpoint({
  id: 'getOfferedLink',
  method: 'GET',
  path: '/v1/links/:code',
  summary: 'Whose link this code is and where it leads.',
  access: 'person',
  params: z.object({ code: linkCode.or(z.string().max(64)) }),
  response: z.object({ link: offeredLink }),
  errors: ['not_signed_in', 'not_found', 'link_closed'],
})

/** What the author agreed to, and where the link leads by now if that is another host. */
const postLink = offeredLink.extend({ action: callAction, wanted: z.string().nullable() })
export type PostLink = z.infer<typeof postLink>

export const getPostLink = endpoint({
  id: 'getPostLink',
  method: 'GET',
  path: '/v1/posts/:postId/link',
  summary: 'The link on a post. For its author.',
  access: 'person',
  params: z.object({ postId }),
  response: z.object({ link: postLink.nullable() }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const setPostLink = endpoint({
  id: 'setPostLink',
  method: 'PUT',
  path: '/v1/posts/:postId/link',
  summary:
    'Put a link on a post, or agree to where it leads now. For its author; the post is marked as a paid partnership.',
  access: 'person',
  params: z.object({ postId }),
  body: z.object({
    code: linkCode,
    action: callAction,
    /** The destination that the author saw: another one by now is refused as `link_changed`. */
    destination,
  }),
  response: z.object({ link: postLink }),
  errors: [
    ...(['not_signed_in', 'forbidden', 'not_found', 'link_closed', 'link_changed', 'list_full'] as const),
    'sound_not_commercial',
  ],
})

export const removePostLink = endpoint({
  id: 'removePostLink',
  method: 'DELETE',
  path: '/v1/posts/:postId/link',
  summary: 'Take the link off a post. For its author.',
  access: 'person',
  params: z.object({ postId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** An id of the shop's own. What cannot be in it cannot be an address of a person either. */
const shopId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'Use 1 to 64 of A-Z, a-z, 0-9 and . _ : -')

/**
 * What a shop may tell. Anything else is refused, so that nothing about a person can slip in. The same event with the same
 * id within 48 hours is one, whoever tells it.
 */
export const toldConversion = z.strictObject({
  event: conversionEvent,
  eventId: shopId,
  /** When it happened; left out: now. At most seven days ago. */
  at: isoTime.optional(),
  /** The id of the click that the visitor came with. */
  bclid: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'This is no id of a click.')
    .optional(),
  value: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, 'Use a number with a point, for example 19.90.')
    .optional(),
  currency: currencyCode.optional(),
  orderId: shopId.optional(),
})
export type ToldConversion = z.infer<typeof toldConversion>

export const conversionRefusal = z.enum([
  ...(['unknown_field', 'invalid_field', 'value_without_currency', 'too_old', 'in_future'] as const),
])
export type ConversionRefusal = z.infer<typeof conversionRefusal>

export const conversionOutcome = z.object({
  outcome: z.enum(['accepted', 'duplicate', 'refused']),
  reason: conversionRefusal.nullable(),
  /** The names of the fields that were refused. */
  fields: z.array(z.string()),
})
export type ConversionOutcome = z.infer<typeof conversionOutcome>

export const sendConversions = endpoint({
  id: 'sendConversions',
  method: 'POST',
  path: '/v1/clients/:clientId/conversions',
  summary:
    'Tell what happened at the shop, up to 1000 events at once, with the key of the client as bearer token. Answers stand in the order of the events.',
  access: 'public',
  params,
  body: z.object({ events: z.array(z.unknown()).min(1).max(1000) }),
  response: z.object({ results: z.array(conversionOutcome) }),
  errors: ['wrong_key', 'overloaded'],
})

export const seenConversion = conversionOutcome.extend({
  seenAt: isoTime,
  source: z.enum(['pixel', 'server']),
  /** null: what was sent is no event or no id. */
  event: conversionEvent.nullable(),
  eventId: z.string().nullable(),
  hasClick: z.boolean(),
})
export type SeenConversion = z.infer<typeof seenConversion>

export const listSeenConversions = endpoint({
  id: 'listSeenConversions',
  method: 'GET',
  path: '/v1/clients/:clientId/conversions/seen',
  summary:
    'The last 100 events that this server got for a client since it started, newest first, and what became of each. For owners and analysts.',
  access: 'person',
  params,
  response: z.object({ events: z.array(seenConversion) }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const getConversionKey = endpoint({
  id: 'getConversionKey',
  method: 'GET',
  path: '/v1/clients/:clientId/conversion-key',
  summary: 'Whether a client has a key for its server, and since when. For owners and analysts.',
  access: 'person',
  params,
  response: z.object({ madeAt: isoTime.nullable() }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const makeConversionKey = endpoint({
  id: 'makeConversionKey',
  method: 'POST',
  path: '/v1/clients/:clientId/conversion-key',
  summary:
    'Make a key for the server of a shop; an earlier one ends with it. It is told this once. For owners.',
  access: 'person',
  params,
  response: z.object({ key: z.string(), madeAt: isoTime }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const removeConversionKey = endpoint({
  id: 'removeConversionKey',
  method: 'DELETE',
  path: '/v1/clients/:clientId/conversion-key',
  summary: 'End the key of a client. For owners.',
  access: 'person',
  params,
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** Where a link leads from: `?post=` names the post it was on. */
export const clickPath = '/go/:code'
/** The same as `sendConversions` for one event, as an image: names are written with underscores. */
export const pixelPath = '/v1/pixel.gif'
export const pixelScriptPath = '/pixel.js'
