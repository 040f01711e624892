import type {
  getInboxSettings,
  getInboxState,
  InboxState,
  listNotifications,
  markInboxSeen,
  MailChoice,
  QuietHours,
  SoftKind,
  setInboxSettings,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { call, listenRealtime } from '#shared/api'
import { eachOnce, followInbox, inboxKeys, newerOf } from './follow-inbox.ts'

const keys = { ...inboxKeys, settings: ['inbox-settings'] as const, mail: ['own-mail'] as const }

/** How much is new. Listens first and reads then, so nothing falls in between. */
export const useInboxState = () => {
  const client = useQueryClient()
  useEffect(() => followInbox(client, listenRealtime), [client])
  return useQuery({
    queryKey: keys.state,
    queryFn: async ({ signal }) => {
      const state = await call<typeof getInboxState>('GET', '/v1/me/notifications/state', { signal })
      return newerOf(client.getQueryData<InboxState>(keys.state), state)
    },
  })
}

export const useInbox = (enabled: boolean) => {
  const list = useInfiniteQuery({
    queryKey: keys.list,
    queryFn: ({ pageParam, signal }) =>
      call<typeof listNotifications>('GET', '/v1/me/notifications', {
        query: pageParam === '' ? {} : { cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    enabled,
  })
  const groups = useMemo(() => eachOnce(list.data?.pages ?? []), [list.data])
  return { ...list, groups, version: list.data?.pages[0]?.version ?? null }
}

/** Everything up to the version that is shown was seen. What is marked as new stays so until the page is left. */
export const useMarkSeen = (version: number | null): void => {
  const client = useQueryClient()
  useEffect(() => {
    if (version === null) return
    call<typeof markInboxSeen>('PUT', '/v1/me/notifications/seen', { body: { version } }).then(
      (state) => client.setQueryData<InboxState>(keys.state, (shown) => newerOf(shown, state)),
      // It stays new, and is told again the next time.
      () => undefined,
    )
  }, [client, version])
}

export const useInboxSettings = (enabled: boolean) =>
  useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) =>
      call<typeof getInboxSettings>('GET', '/v1/me/notifications/settings', { signal }),
    select: ({ settings }) => settings,
    enabled,
  })

export interface InboxChange {
  readonly offKinds?: SoftKind[]
  readonly quiet?: QuietHours | null
  readonly mail?: MailChoice
}

export const useChangeInbox = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: InboxChange) =>
      call<typeof setInboxSettings>('PUT', '/v1/me/notifications/settings', { body }),
    onSuccess: async (answer) => {
      client.setQueryData(keys.settings, answer)
      await client.invalidateQueries({ queryKey: keys.state })
    },
  })
}
