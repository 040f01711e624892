import type {
  addMute,
  changeFeedSettings,
  FeedSettings,
  forgetInterest,
  getFeedParameters,
  getFeedSettings,
  getTaste,
  importTaste,
  exportTaste,
  listMutes,
  listTopics,
  MuteKind,
  removeMute,
  resetTaste,
  ResponseOf,
  TasteProfile,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

export type Taste = ResponseOf<typeof getTaste>
export type Parameters = ResponseOf<typeof getFeedParameters>
export type Mute = ResponseOf<typeof listMutes>['mutes'][number]

const keys = {
  settings: ['feed-settings'],
  mutes: ['feed-mutes'],
  topics: ['feed-topics'],
  taste: ['taste'],
  parameters: ['feed-parameters'],
} as const

/** The dials and the mode of the signed-in person; nobody else has them. */
export const useFeedSettings = (isSignedIn: boolean) =>
  useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => call<typeof getFeedSettings>('GET', '/v1/me/feed/settings', { signal }),
    enabled: isSignedIn,
  })

/** What the settings were before a change, where it changed them. */
const undone = (before: FeedSettings, change: Partial<FeedSettings>): Partial<FeedSettings> =>
  Object.fromEntries(Object.entries(before).filter(([name]) => name in change))

/** Changes settings: seen at once, sent one after the other, and what the server keeps is what stays. */
export const useChangeSettings = () => {
  const client = useQueryClient()
  const show = (change: Partial<FeedSettings>): void => {
    client.setQueryData<FeedSettings>(keys.settings, (now) => now && { ...now, ...change })
  }
  return useMutation({
    meta: { changesFeed: true },
    mutationKey: keys.settings,
    scope: { id: keys.settings[0] },
    mutationFn: (body: Partial<FeedSettings>) =>
      call<typeof changeFeedSettings>('PATCH', '/v1/me/feed/settings', { body }),
    onMutate: async (change) => {
      const before = client.getQueryData<FeedSettings>(keys.settings)
      show(change)
      // A reading that is taken back puts back what was there when it began.
      await client.cancelQueries({ queryKey: keys.settings })
      show(change)
      return before
    },
    onError: (_error, change, before) => before && show(undone(before, change)),
    onSuccess: (kept, { learning }) => {
      // While another change is on its way, the answer to this one would undo it on the screen.
      if (client.isMutating({ mutationKey: keys.settings }) <= 1) client.setQueryData(keys.settings, kept)
      return learning === undefined ? undefined : client.invalidateQueries({ queryKey: keys.taste })
    },
  })
}

/** Topics to choose from. */
export const useTopics = (ask: boolean) =>
  useQuery({
    queryKey: keys.topics,
    queryFn: ({ signal }) => call<typeof listTopics>('GET', '/v1/feed/topics', { signal }),
    select: ({ topics }) => topics,
    enabled: ask,
  })

export const useMutes = () =>
  useQuery({
    queryKey: keys.mutes,
    queryFn: ({ signal }) => call<typeof listMutes>('GET', '/v1/me/feed/mutes', { signal }),
    select: ({ mutes }) => mutes,
  })

/** `days` null: for ever. */
export const useAddMute = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: ({ kind, value, days }: { kind: MuteKind; value: string; days: number | null }) =>
      call<typeof addMute>('PUT', '/v1/me/feed/mutes/:kind/:value', {
        params: { kind, value },
        query: days === null ? {} : { days: String(days) },
      }),
    onSuccess: (answer) => client.setQueryData(keys.mutes, answer),
  })
}

export const useRemoveMute = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: ({ kind, value }: Pick<Mute, 'kind' | 'value'>) =>
      call<typeof removeMute>('DELETE', '/v1/me/feed/mutes/:kind/:value', { params: { kind, value } }),
    onSuccess: (answer) => client.setQueryData(keys.mutes, answer),
  })
}

/** What the feed believes of the caller, with or without an account. */
export const useTaste = () =>
  useQuery({
    queryKey: keys.taste,
    queryFn: ({ signal }) => call<typeof getTaste>('GET', '/v1/me/taste', { signal }),
    staleTime: 0,
  })

export const useForgetInterest = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: (params: { kind: 'topic' | 'creator'; value: string }) =>
      call<typeof forgetInterest>('DELETE', '/v1/me/taste/:kind/:value', { params }),
    // Also after an error: it may have been forgotten elsewhere, and then it goes here too.
    onSettled: () => client.invalidateQueries({ queryKey: keys.taste }),
  })
}

export const useResetTaste = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: (what: 'hour' | 'week' | 'everything') =>
      call<typeof resetTaste>('POST', '/v1/me/taste/reset', { body: { what } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.taste }),
  })
}

export const useExportTaste = () =>
  useMutation({ mutationFn: () => call<typeof exportTaste>('GET', '/v1/me/taste/export', {}) })

export const useImportTaste = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: (body: TasteProfile) => call<typeof importTaste>('POST', '/v1/me/taste/import', { body }),
    onSuccess: () =>
      Promise.all(
        [keys.taste, keys.settings, keys.mutes].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}

/** How the feed of this instance chooses. */
export const useParameters = () =>
  useQuery({
    queryKey: keys.parameters,
    queryFn: ({ signal }) => call<typeof getFeedParameters>('GET', '/v1/feed/parameters', { signal }),
  })
