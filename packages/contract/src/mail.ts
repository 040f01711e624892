import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { emptyResponse, isoTime } from './shapes.ts'

/** Languages that the server itself writes in. */
export const mailLocale = z.enum(['en', 'es'])
export type MailLocale = z.infer<typeof mailLocale>

const mailAddress = z.email().max(254)

const ownMail = z.object({
  /** Null: no mail comes. */
  address: z.string().nullable(),
  /** Claimed, and not confirmed yet. */
  pending: z.object({ address: z.string(), expiresAt: isoTime }).nullable(),
  /** False: this instance sends no mail, it only keeps it for its operator. */
  leaves: z.boolean(),
})
export type OwnMail = z.infer<typeof ownMail>
const mailResponse = z.object({ mail: ownMail })

export const getMail = endpoint({
  id: 'getMail',
  method: 'GET',
  path: '/v1/me/mail',
  summary: 'Where the caller reads mail.',
  access: 'person',
  response: mailResponse,
  errors: ['not_signed_in'],
})

export const setMail = endpoint({
  id: 'setMail',
  method: 'PUT',
  path: '/v1/me/mail',
  summary:
    'Claim an address. A link is sent there that confirms it, for a day; until then the address before counts. The answer never tells whether others use it.',
  access: 'person',
  body: z.object({ address: mailAddress, locale: mailLocale.default('en') }),
  response: mailResponse,
  errors: ['not_signed_in', 'too_many_attempts'],
  whileSuspended: true,
})

export const removeMail = endpoint({
  id: 'removeMail',
  method: 'DELETE',
  path: '/v1/me/mail',
  summary: 'Forget the address of the caller, and what was claimed.',
  access: 'person',
  response: mailResponse,
  errors: ['not_signed_in'],
  whileSuspended: true,
})

export const unsubscribeMail = endpoint({
  id: 'unsubscribeMail',
  method: 'POST',
  path: '/v1/mail/unsubscribe/:token',
  summary: 'End all mail to whoever got this address in one; works signed out (RFC 8058).',
  access: 'public',
  params: z.object({ token: z.string().regex(/^[\w-]{20,100}$/) }),
  response: emptyResponse,
  errors: ['not_found'],
  withoutSession: { perMinute: 60 },
  whileSuspended: true,
})

export const confirmMail = endpoint({
  id: 'confirmMail',
  method: 'POST',
  path: '/v1/mail/confirm',
  summary: 'Confirm an address with the secret of a link that was sent there; works signed out, and once.',
  access: 'public',
  body: z.object({ token: z.string().max(100) }),
  response: emptyResponse,
  errors: ['mail_link_invalid'],
  whileSuspended: true,
})
