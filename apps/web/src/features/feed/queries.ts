import type { changeFeedSettings, FeedMode, FeedSettings, getFeed, Slot } from '@busker/contract'
import { skipToken, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useMe } from '#features/auth'
import { useUnwanted } from '#features/social'
import { call, feedChangesKey, isApiError } from '#shared/api'
import { useSendFacts } from '#shared/facts'
import { readKept } from '#shared/offline'
import { browserStorage } from '#shared/storage'
import { anew, cutAfter, withoutShown, type FeedPageAnswer, type FeedPages } from './ahead.ts'
import { readMode } from './mode.ts'

/** `round` starts another feed of the same kind: the old one stays as it was. */
export interface FeedKind {
  /** Null: the one of the settings. */
  readonly mode: FeedMode | null
  readonly rewatch: boolean
  readonly round: number
}

const pageSize = 6
const keys = {
  feed: (kind: FeedKind) => ['feed', kind] as const,
  kind: ['feed-kind'] as const,
  position: (kind: FeedKind) => ['feed-position', kind] as const,
  obeyed: (kind: FeedKind) => ['feed-obeyed', kind] as const,
  anything: ['feed-anything'] as const,
  settings: ['feed-settings'] as const,
}

/** Without a network: what was kept of this feed. After it comes a new one, when there is a network again. */
const keptInstead = async (error: unknown, { mode, rewatch }: FeedKind): Promise<FeedPageAnswer> => {
  const kept = isApiError(error, 'network') && !rewatch ? await readKept() : null
  if (kept === null || (mode !== null && mode !== kept.mode)) throw error
  return { slots: [...kept.slots], nextCursor: anew, unseenLeft: true, mode: kept.mode }
}

/** The feed, page by page. It is never read again by itself: what was served stays, but for what was hidden since. */
export const useFeed = (kind: FeedKind) => {
  const client = useQueryClient()
  const sendFacts = useSendFacts()
  const query = useInfiniteQuery({
    queryKey: keys.feed(kind),
    queryFn: async ({ pageParam, signal }) => {
      // The last swipe changes the next page. The very first page waits for nothing.
      if (pageParam !== '' || kind.round > 0) await sendFacts()
      const isNew = pageParam === anew
      const asked = call<typeof getFeed>('GET', '/v1/feed', {
        query: {
          limit: pageSize,
          ...(kind.mode && { mode: kind.mode }),
          ...(kind.rewatch && { rewatch: 'true' }),
          ...(pageParam && !isNew && { cursor: pageParam }),
        },
        signal,
      })
      const page = await (pageParam === ''
        ? asked.catch((error: unknown) => keptInstead(error, kind))
        : asked)
      return isNew ? withoutShown(page, client.getQueryData<FeedPages>(keys.feed(kind))) : page
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Infinity,
    gcTime: Infinity,
    // Without a network there may be something kept.
    networkMode: 'always',
  })
  const isUnwanted = useUnwanted()
  const slots = useMemo(() => {
    const all = query.data?.pages.flatMap((page) => page.slots) ?? []
    const once = [...new Map(all.map((slot): [string, Slot] => [slot.slotId, slot])).values()]
    return once.filter(({ post }) => !isUnwanted(post))
  }, [query.data, isUnwanted])
  const last = query.data?.pages.at(-1)
  return { ...query, slots, mode: kind.mode ?? last?.mode ?? null, next: last?.nextCursor ?? null }
}

/** What the feed is told holds from the next video on: what was fetched beyond the current one is asked for anew. */
export const useObedience = (kind: FeedKind, currentSlotId: string | undefined): void => {
  const client = useQueryClient()
  const { data: changes } = useQuery<number>({
    queryKey: feedChangesKey,
    queryFn: skipToken,
    initialData: 0,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  useEffect(() => {
    const obeyed = client.getQueryData<number>(keys.obeyed(kind))
    if (obeyed === changes) return
    client.setQueryData(keys.obeyed(kind), changes)
    // A feed that is only now asked for obeys already.
    if (obeyed === undefined || currentSlotId === undefined) return
    // A page that is on its way would bring back what is cut off.
    void client.cancelQueries({ queryKey: keys.feed(kind) }).then(() => {
      client.setQueryData<FeedPages>(keys.feed(kind), (before) => before && cutAfter(before, currentSlotId))
    })
  }, [client, kind, changes, currentSlotId])
}

/** Whether this instance has any published video, asked only when the feed came back empty. */
export const useHasAnyVideo = (ask: boolean) =>
  useQuery({
    queryKey: keys.anything,
    queryFn: ({ signal }) =>
      call<typeof getFeed>('GET', '/v1/feed', { query: { limit: 1, rewatch: 'true' }, signal }),
    select: ({ slots }) => slots.length > 0,
    enabled: ask,
    staleTime: 0,
  }).data

/** Which feed is on and where in it the viewer is, kept while they look at other pages. */
export const useFeedPlace = () => {
  const client = useQueryClient()
  const me = useMe()
  // What was chosen here before signing in is not what the person's settings say.
  const firstKind = (): FeedKind => ({
    mode: me ? null : readMode(browserStorage()),
    rewatch: false,
    round: 0,
  })
  const { data: kind } = useQuery<FeedKind>({
    queryKey: keys.kind,
    queryFn: firstKind,
    initialData: firstKind,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const restart = useCallback(
    (next: Partial<Pick<FeedKind, 'mode' | 'rewatch'>> = {}) =>
      client.setQueryData<FeedKind>(keys.kind, {
        ...{ mode: kind.mode, rewatch: false },
        ...next,
        round: kind.round + 1,
      }),
    [client, kind],
  )
  const savedIndex = useCallback(() => client.getQueryData<number>(keys.position(kind)) ?? 0, [client, kind])
  const saveIndex = useCallback(
    (index: number) => void client.setQueryData(keys.position(kind), index),
    [client, kind],
  )
  return { kind, restart, savedIndex, saveIndex }
}

/** The mode that the person's settings have, as far as this page has read or changed them. */
export const useRememberedMode = (): FeedMode | undefined =>
  useQuery<FeedSettings>({ queryKey: keys.settings, queryFn: skipToken }).data?.mode

/** Remembers the mode with the person. When it cannot be, it is again what it was. */
export const useChangeMode = () => {
  const client = useQueryClient()
  /** Of quick changes only the last one says what is so. */
  const settle = (settings: FeedSettings | undefined): void => {
    if (client.isMutating({ mutationKey: keys.settings }) <= 1) client.setQueryData(keys.settings, settings)
  }
  const change = useMutation({
    mutationKey: keys.settings,
    scope: { id: 'feed-settings' },
    mutationFn: ({ mode }: { mode: FeedMode; before: FeedSettings | undefined }) =>
      call<typeof changeFeedSettings>('PATCH', '/v1/me/feed/settings', { body: { mode } }),
    onSuccess: settle,
    onError: (_error, { before }) => settle(before),
  })
  return (mode: FeedMode, onError: (error: unknown) => void): void => {
    const before = client.getQueryData<FeedSettings>(keys.settings)
    if (before) client.setQueryData<FeedSettings>(keys.settings, { ...before, mode })
    change.mutate({ mode, before }, { onError })
  }
}
