import type {
  CallOf,
  changeLink,
  createLink,
  getConversionKey,
  LinkId,
  listLinks,
  listSeenConversions,
  makeConversionKey,
  removeConversionKey,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

const keys = {
  links: (clientId: string) => ['clients', 'links', clientId],
  seen: (clientId: string) => ['clients', 'seen-conversions', clientId],
  key: (clientId: string) => ['clients', 'conversion-key', clientId],
} as const

export const useLinks = (clientId: string) =>
  useQuery({
    queryKey: keys.links(clientId),
    queryFn: ({ signal }) =>
      call<typeof listLinks>('GET', '/v1/clients/:clientId/links', { params: { clientId }, signal }),
    select: ({ links }) => links,
  })

export const useLinkChanges = (clientId: string) => {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.links(clientId) })
  const create = useMutation({
    mutationFn: (body: CallOf<typeof createLink>['body']) =>
      call<typeof createLink>('POST', '/v1/clients/:clientId/links', { params: { clientId }, body }),
    onSuccess,
  })
  const change = useMutation({
    mutationFn: ({ linkId, ...body }: CallOf<typeof changeLink>['body'] & { readonly linkId: LinkId }) =>
      call<typeof changeLink>('PATCH', '/v1/clients/:clientId/links/:linkId', {
        params: { clientId, linkId },
        body,
      }),
    onSuccess,
  })
  return { create, change }
}

/** Whoever tries the pixel waits for its event: the console looks often while it is open. */
const everyMs = 5000

export const useSeenConversions = (clientId: string) =>
  useQuery({
    queryKey: keys.seen(clientId),
    queryFn: ({ signal }) =>
      call<typeof listSeenConversions>('GET', '/v1/clients/:clientId/conversions/seen', {
        params: { clientId },
        signal,
      }),
    select: ({ events }) => events,
    refetchInterval: everyMs,
  })

export const useConversionKey = (clientId: string) =>
  useQuery({
    queryKey: keys.key(clientId),
    queryFn: ({ signal }) =>
      call<typeof getConversionKey>('GET', '/v1/clients/:clientId/conversion-key', {
        params: { clientId },
        signal,
      }),
  })

export const useKeyChanges = (clientId: string) => {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.key(clientId) })
  const params = { clientId }
  const make = useMutation({
    mutationFn: () =>
      call<typeof makeConversionKey>('POST', '/v1/clients/:clientId/conversion-key', { params }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: () =>
      call<typeof removeConversionKey>('DELETE', '/v1/clients/:clientId/conversion-key', { params }),
    onSuccess,
  })
  return { make, remove }
}
