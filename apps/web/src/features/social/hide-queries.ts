import type {
  addMute,
  AssetId,
  SoundId,
  Author,
  blockPerson,
  markNotInterested,
  MuteKind,
  mutePerson,
  removeMute,
  report,
  ReportReason,
  ReportTarget,
  unblockPerson,
  unmarkNotInterested,
  unmutePerson,
} from '@busker/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'
import { hiddenKey } from './list-queries.ts'
import { keys } from './queries.ts'
import { told, type Surface } from './told.ts'
import { unwantedId } from './unwanted.ts'

export type Hiding =
  | { readonly kind: 'post'; readonly postId: string }
  | { readonly kind: 'mute' | 'block'; readonly person: Author }
  | { readonly kind: 'word' | 'topic'; readonly value: string }
  /** A sound that has no page is known by the file that it came with; it is called by the name of its author. */
  | { readonly kind: 'sound'; readonly value: AssetId | SoundId; readonly label: string }

const isMute = (hiding: Hiding): hiding is Extract<Hiding, { kind: MuteKind }> =>
  hiding.kind === 'word' || hiding.kind === 'topic' || hiding.kind === 'sound'

const sendMute = (hiding: Extract<Hiding, { kind: MuteKind }>, on: boolean): Promise<unknown> => {
  const params = { kind: hiding.kind, value: hiding.value }
  const query = hiding.kind === 'sound' ? { label: hiding.label } : {}
  return on
    ? call<typeof addMute>('PUT', '/v1/me/feed/mutes/:kind/:value', { params, query })
    : call<typeof removeMute>('DELETE', '/v1/me/feed/mutes/:kind/:value', { params })
}

const send = (hiding: Hiding, given: { on: boolean; surface: Surface }): Promise<unknown> => {
  if (isMute(hiding)) return sendMute(hiding, given.on)
  const query = told(given.surface)
  if (hiding.kind === 'post') {
    const input = { params: { postId: hiding.postId }, query }
    return given.on
      ? call<typeof markNotInterested>('PUT', '/v1/posts/:postId/not-interested', input)
      : call<typeof unmarkNotInterested>('DELETE', '/v1/posts/:postId/not-interested', input)
  }
  const input = { params: { handle: hiding.person.handle }, query }
  if (hiding.kind === 'mute')
    return given.on
      ? call<typeof mutePerson>('PUT', '/v1/people/:handle/mute', input)
      : call<typeof unmutePerson>('DELETE', '/v1/people/:handle/mute', input)
  return given.on
    ? call<typeof blockPerson>('PUT', '/v1/people/:handle/block', input)
    : call<typeof unblockPerson>('DELETE', '/v1/people/:handle/block', input)
}

const idOf = (hiding: Hiding): string => {
  if (hiding.kind === 'post') return hiding.postId
  return isMute(hiding) ? unwantedId(hiding.kind, hiding.value) : hiding.person.personId
}

/** Hides a post, a person or what posts have in common, or takes it back. */
export const useHide = (surface: Surface) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ hiding, on }: { hiding: Hiding; on: boolean }) => send(hiding, { on, surface }),
    onSuccess: async (_answer, { hiding, on }) => {
      if (!on) {
        const without = (before: readonly string[] = []) => before.filter((id) => id !== idOf(hiding))
        client.setQueryData<readonly string[]>(keys.unwanted, without)
      }
      if (hiding.kind === 'post') return
      if (isMute(hiding)) return client.invalidateQueries({ queryKey: ['feed-mutes'] })
      // A block ends the follow; nobody follows again by taking it back.
      if (hiding.kind === 'block') client.setQueryData(keys.follow(hiding.person.personId), false)
      await client.invalidateQueries({ queryKey: hiddenKey(hiding.kind === 'block' ? 'blocked' : 'muted') })
    },
  })
}

/** Takes what was hidden out of what is on the screen already. Not at once: first it can be taken back. */
export const useSweepAway = () => {
  const client = useQueryClient()
  return (hiding: Hiding): void => {
    client.setQueryData<readonly string[]>(keys.unwanted, (before = []) => [...before, idOf(hiding)])
    if (hiding.kind === 'post' || isMute(hiding)) return
    void client.invalidateQueries({ queryKey: keys.profile(hiding.person.handle) })
    if (hiding.kind === 'block') {
      void client.invalidateQueries({ queryKey: ['comments'] })
      client.removeQueries({ queryKey: ['post'], type: 'inactive' })
      client.removeQueries({ queryKey: ['posts-of', hiding.person.handle] })
    }
  }
}

export const useReport = (surface: Surface) =>
  useMutation({
    mutationFn: (body: { target: ReportTarget; reason: ReportReason; text: string }) =>
      call<typeof report>('POST', '/v1/reports', { query: told(surface), body }),
  })
