import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { memberRole } from './identity.ts'
import { clientId, emptyResponse, handle, isoTime, organisationId, personId } from './shapes.ts'

/** What a person is to a client: owner of its organisation, or what an owner made them. */
export const clientRole = z.enum(['owner', 'analyst', 'viewer'])
export type ClientRole = z.infer<typeof clientRole>
export const givenClientRole = clientRole.exclude(['owner'])
export type GivenClientRole = z.infer<typeof givenClientRole>

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    // A zone that does not exist is an expected answer of this question; anything else is not.
    if (error instanceof RangeError) return false
    throw error
  }
}

const clientName = z.string().trim().min(1).max(80)
/** ISO 4217. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Use three letters, for example USD.')
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'No currency has this code.')
/** ISO 3166-1 alpha-2. */
export const regionCode = z.string().regex(/^[A-Z]{2}$/, 'Use two letters, for example US.')
const timeZone = z.string().min(1).max(64).refine(isTimeZone, 'No time zone has this name.')

/** A brand that an organisation works for, or the organisation's own. Everything that is imported belongs to one. */
export const client = z.object({
  clientId,
  name: z.string(),
  organisation: z.object({ organisationId, name: z.string() }),
  /** In which its boards add up. */
  currency: z.string(),
  /** Where its shop is: how its files write dates and amounts. */
  region: z.string(),
  timeZone: z.string(),
  createdAt: isoTime,
  archivedAt: isoTime.nullable(),
  /** Its files are generated, and nobody in them exists. */
  isDemo: z.boolean(),
  /** The caller's. */
  role: clientRole,
  may: z.object({ import: z.boolean(), manage: z.boolean() }),
})
export type Client = z.infer<typeof client>

const params = z.object({ clientId })

export const createClient = endpoint({
  id: 'createClient',
  method: 'POST',
  path: '/v1/clients',
  summary: 'Add a client to an organisation. For its owners.',
  access: 'person',
  body: z.object({
    organisationId,
    name: clientName,
    currency: currencyCode,
    region: regionCode,
    timeZone,
  }),
  response: z.object({ client }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'list_full'],
})

export const listClients = endpoint({
  id: 'listClients',
  method: 'GET',
  path: '/v1/clients',
  summary:
    'The clients that the caller may see, by name (at most 500), and the organisations that they belong to.',
  access: 'person',
  response: z.object({
    organisations: z.array(z.object({ organisationId, name: z.string(), role: memberRole })),
    clients: z.array(client),
  }),
  errors: ['not_signed_in'],
})

export const getClient = endpoint({
  id: 'getClient',
  method: 'GET',
  path: '/v1/clients/:clientId',
  summary: 'A client, and what the caller may do with it.',
  access: 'person',
  params,
  response: z.object({ client }),
  errors: ['not_signed_in', 'not_found'],
})

const named = z.object({ id: z.string(), name: z.string() })

export const getClientNames = endpoint({
  id: 'getClientNames',
  method: 'GET',
  path: '/v1/clients/:clientId/names',
  summary:
    'What the files call the goods and videos of a client: of each kind the 2000 that sold or were seen most.',
  access: 'person',
  params,
  response: z.object({ products: z.array(named), skus: z.array(named), videos: z.array(named) }),
  errors: ['not_signed_in', 'not_found'],
})
export type ClientNames = z.infer<(typeof getClientNames)['response']>

export const changeClient = endpoint({
  id: 'changeClient',
  method: 'PATCH',
  path: '/v1/clients/:clientId',
  summary:
    'Rename a client or change what its files and boards go by. Files that were read already stay as they were read.',
  access: 'person',
  params,
  body: z.object({
    name: clientName.optional(),
    currency: currencyCode.optional(),
    region: regionCode.optional(),
    timeZone: timeZone.optional(),
  }),
  response: z.object({ client }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const archiveClient = endpoint({
  id: 'archiveClient',
  method: 'PUT',
  path: '/v1/clients/:clientId/archived',
  summary: 'Put a client away, or bring it back. Put away it can be read, not changed; nothing is deleted.',
  access: 'person',
  params,
  body: z.object({ archived: z.boolean() }),
  response: z.object({ client }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const clientMember = z.object({ personId, handle, displayName: z.string(), role: clientRole })
export type ClientMember = z.infer<typeof clientMember>
const members = z.object({ members: z.array(clientMember) })
const memberParams = z.object({ clientId, handle: z.string().max(64) })

export const listClientMembers = endpoint({
  id: 'listClientMembers',
  method: 'GET',
  path: '/v1/clients/:clientId/members',
  summary:
    'Who may see a client: the owners of its organisation, then those it was given to. For owners and analysts.',
  access: 'person',
  params,
  response: members,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const addClientMember = endpoint({
  id: 'addClientMember',
  method: 'POST',
  path: '/v1/clients/:clientId/members',
  summary: 'Give a client to a person: an analyst imports and sees, a viewer sees boards and reports.',
  access: 'person',
  params,
  body: z.object({ handle, role: givenClientRole }),
  response: members,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'already_member', 'list_full'],
})

export const changeClientMember = endpoint({
  id: 'changeClientMember',
  method: 'PUT',
  path: '/v1/clients/:clientId/members/:handle',
  summary: 'Give a member of a client the other role. Owners of the organisation are not changed here.',
  access: 'person',
  params: memberParams,
  body: z.object({ role: givenClientRole }),
  response: members,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const removeClientMember = endpoint({
  id: 'removeClientMember',
  method: 'DELETE',
  path: '/v1/clients/:clientId/members/:handle',
  summary: 'Take a client from a person, or leave it.',
  access: 'person',
  params: memberParams,
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
