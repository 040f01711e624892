import type {
  changeFeedSettings,
  FeedSettings,
  forgetInterest,
  getFeedSettings,
  PersonId,
} from '@busker/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import { turnTopics } from './turn-topics.ts'

/** Turns the dials of topics by one step. Answers with those that have turned. */
export const useTurnTopics = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    // One after the other: each replaces all dials, so it must know what the one before did.
    scope: { id: 'feed-settings' },
    mutationFn: async ({ names, by }: { names: readonly string[]; by: -1 | 1 }) => {
      const before = await call<typeof getFeedSettings>('GET', '/v1/me/feed/settings', {})
      const { topics, changed } = turnTopics(before.topics, names, by)
      if (changed.length === 0) return changed
      const after = await call<typeof changeFeedSettings>('PATCH', '/v1/me/feed/settings', {
        body: { topics },
      })
      // The mode may have been changed on this page meanwhile.
      client.setQueryData<FeedSettings>(['feed-settings'], (now) => ({
        ...after,
        mode: now?.mode ?? after.mode,
      }))
      return changed
    },
  })
}

export type Interest =
  | { readonly kind: 'topic'; readonly value: string; readonly name: string }
  | { readonly kind: 'creator'; readonly value: PersonId; readonly name: string }

/** Makes the feed forget an interest that it inferred. */
export const useForget = () => {
  const client = useQueryClient()
  return useMutation({
    meta: { changesFeed: true },
    mutationFn: ({ kind, value }: Interest) =>
      call<typeof forgetInterest>('DELETE', '/v1/me/taste/:kind/:value', { params: { kind, value } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['taste'] }),
  })
}
