import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { emptyResponse, handle, personId } from './shapes.ts'

/** How many accounts can be signed in at once in one browser: one that is active, and the parked ones. */
export const mostAccountsHere = 5

export const accountHere = z.object({
  personId,
  handle,
  displayName: z.string(),
  /** The one that this browser acts as now. */
  isActive: z.boolean(),
})
export type AccountHere = z.infer<typeof accountHere>

export const listAccountsHere = endpoint({
  id: 'listAccountsHere',
  method: 'GET',
  path: '/v1/accounts',
  summary:
    'The accounts that are signed in in this browser (at most five), the active one first; those whose session has ended are gone.',
  access: 'public',
  response: z.object({ accounts: z.array(accountHere) }),
  errors: [],
})

export const switchAccount = endpoint({
  id: 'switchAccount',
  method: 'PUT',
  path: '/v1/accounts/active',
  summary:
    'Act as another account that is signed in in this browser; the one before stays signed in. 401: it is not, or not any more.',
  access: 'public',
  whileSuspended: true,
  body: z.object({ personId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'cross_site_request'],
})

export const signOutHere = endpoint({
  id: 'signOutHere',
  method: 'DELETE',
  path: '/v1/accounts/:personId',
  summary: 'End the session of one account in this browser; the others stay. Doing it again changes nothing.',
  access: 'public',
  whileSuspended: true,
  params: z.object({ personId }),
  response: emptyResponse,
  errors: ['cross_site_request'],
})

export const signOutAllHere = endpoint({
  id: 'signOutAllHere',
  method: 'DELETE',
  path: '/v1/accounts',
  summary: 'End the sessions of all accounts in this browser. Sessions in other browsers go on.',
  access: 'public',
  whileSuspended: true,
  response: z.object({ sessionsEnded: z.int() }),
  errors: ['cross_site_request'],
})

/** What a browser says it is; anything unusual is `other`. */
export const browserName = z.enum(['firefox', 'chrome', 'safari', 'edge', 'opera', 'other'])
export type BrowserName = z.infer<typeof browserName>
export const systemName = z.enum(['windows', 'macos', 'linux', 'android', 'ios', 'other'])
export type SystemName = z.infer<typeof systemName>
