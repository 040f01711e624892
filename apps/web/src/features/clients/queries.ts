import type {
  addClientMember,
  archiveClient,
  CallOf,
  changeClient,
  changeClientMember,
  createClient,
  createOrganisation,
  ExchangeRate,
  getClient,
  GivenClientRole,
  listClientMembers,
  listClients,
  listRates,
  removeClientMember,
  removeRate,
  setRates,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

export const clientKeys = {
  all: ['clients'],
  list: ['clients', 'list'],
  one: (clientId: string) => ['clients', 'one', clientId],
  members: (clientId: string) => ['clients', 'members', clientId],
  rates: (clientId: string) => ['clients', 'rates', clientId],
  imports: (clientId: string) => ['clients', 'imports', clientId],
  import: (importId: string) => ['clients', 'import', importId],
  refused: (importId: string) => ['clients', 'refused', importId],
  mappings: (clientId: string) => ['clients', 'mappings', clientId],
  formats: ['clients', 'formats'],
} as const

/** The clients that the signed-in person may see, and the organisations that they belong to. */
export const useClients = (enabled: boolean) =>
  useQuery({
    queryKey: clientKeys.list,
    queryFn: ({ signal }) => call<typeof listClients>('GET', '/v1/clients', { signal }),
    enabled,
  })

export const useClient = (clientId: string, enabled: boolean) =>
  useQuery({
    queryKey: clientKeys.one(clientId),
    queryFn: ({ signal }) =>
      call<typeof getClient>('GET', '/v1/clients/:clientId', { params: { clientId }, signal }),
    select: ({ client }) => client,
    enabled,
  })

export const useCreateAgency = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) =>
      call<typeof createOrganisation>('POST', '/v1/organisations', { body: { name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: clientKeys.list }),
  })
}

export const useCreateClient = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof createClient>['body']) =>
      call<typeof createClient>('POST', '/v1/clients', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: clientKeys.list }),
  })
}

/** Boards are made of the rows, the rates and the currency of a client. */
const useRefresh = (clientId: string) => {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [clientKeys.list, clientKeys.one(clientId), ['client-board', clientId]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}

export const useChangeClient = (clientId: string) => {
  const onSuccess = useRefresh(clientId)
  return useMutation({
    mutationFn: (body: CallOf<typeof changeClient>['body']) =>
      call<typeof changeClient>('PATCH', '/v1/clients/:clientId', { params: { clientId }, body }),
    onSuccess,
  })
}

export const useArchiveClient = (clientId: string) => {
  const onSuccess = useRefresh(clientId)
  return useMutation({
    mutationFn: (archived: boolean) =>
      call<typeof archiveClient>('PUT', '/v1/clients/:clientId/archived', {
        params: { clientId },
        body: { archived },
      }),
    onSuccess,
  })
}

export const useClientMembers = (clientId: string) =>
  useQuery({
    queryKey: clientKeys.members(clientId),
    queryFn: ({ signal }) =>
      call<typeof listClientMembers>('GET', '/v1/clients/:clientId/members', {
        params: { clientId },
        signal,
      }),
    select: ({ members }) => members,
  })

interface GivenMember {
  readonly handle: string
  readonly role: GivenClientRole
}

export const useMemberChanges = (clientId: string) => {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: clientKeys.members(clientId) })
  const add = useMutation({
    mutationFn: (body: GivenMember) =>
      call<typeof addClientMember>('POST', '/v1/clients/:clientId/members', {
        params: { clientId },
        body,
      }),
    onSuccess,
  })
  const change = useMutation({
    mutationFn: ({ handle, role }: GivenMember) =>
      call<typeof changeClientMember>('PUT', '/v1/clients/:clientId/members/:handle', {
        params: { clientId, handle },
        body: { role },
      }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (handle: string) =>
      call<typeof removeClientMember>('DELETE', '/v1/clients/:clientId/members/:handle', {
        params: { clientId, handle },
      }),
    onSuccess,
  })
  return { add, change, remove }
}

export const useRates = (clientId: string) =>
  useQuery({
    queryKey: clientKeys.rates(clientId),
    queryFn: ({ signal }) =>
      call<typeof listRates>('GET', '/v1/clients/:clientId/rates', { params: { clientId }, signal }),
    select: ({ rates }) => rates,
  })

export const useRateChanges = (clientId: string) => {
  const client = useQueryClient()
  const refresh = useRefresh(clientId)
  const onSuccess = async (found: { readonly rates: readonly ExchangeRate[] }): Promise<void> => {
    client.setQueryData(clientKeys.rates(clientId), found)
    await refresh()
  }
  const set = useMutation({
    mutationFn: (rate: ExchangeRate) =>
      call<typeof setRates>('PUT', '/v1/clients/:clientId/rates', {
        params: { clientId },
        body: { rates: [rate] },
      }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: ({ day, from, to }: ExchangeRate) =>
      call<typeof removeRate>('DELETE', '/v1/clients/:clientId/rates', {
        params: { clientId },
        query: { day, from, to },
      }),
    onSuccess,
  })
  return { set, remove }
}
