import type {
  changeSound,
  followSound,
  followTag,
  getTag,
  listFollowedSounds,
  listFollowedTags,
  listPostsOfSound,
  listPostsOfTag,
  restoreSound,
  SoundRights,
  takeDownSound,
  TopicKind,
  TopicOrder,
  unfollowSound,
  unfollowTag,
} from '@busker/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { soundKey } from '#features/sounds'
import { call } from '#shared/api'

/** A hashtag by its name, a sound by its id. */
export interface Topic {
  readonly kind: TopicKind
  readonly name: string
}

const keys = {
  tag: (tag: string) => ['tag', tag] as const,
  posts: ({ kind, name }: Topic, order: TopicOrder) => ['topic-posts', kind, name, order] as const,
  allPosts: ({ kind, name }: Topic) => ['topic-posts', kind, name] as const,
  followed: (kind: TopicKind) => ['followed-topics', kind] as const,
}

const pageSize = 30

export const useTag = (tag: string) =>
  useQuery({
    queryKey: keys.tag(tag),
    queryFn: ({ signal }) => call<typeof getTag>('GET', '/v1/tags/:tag', { params: { tag }, signal }),
  })

const askPosts = ({ kind, name }: Topic, query: object, signal: AbortSignal) =>
  kind === 'tag'
    ? call<typeof listPostsOfTag>('GET', '/v1/tags/:tag/posts', { params: { tag: name }, query, signal })
    : call<typeof listPostsOfSound>('GET', '/v1/sounds/:soundId/posts', {
        params: { soundId: name },
        query,
        signal,
      })

export const useTopicPosts = (topic: Topic, order: TopicOrder) => {
  const query = useInfiniteQuery({
    queryKey: keys.posts(topic, order),
    queryFn: ({ pageParam, signal }) =>
      askPosts(topic, { order, limit: pageSize, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  return { ...query, posts: query.data?.pages.flatMap((page) => page.posts) ?? [] }
}

const sendFollow = ({ kind, name }: Topic, on: boolean): Promise<{ followedByMe: boolean }> => {
  if (kind === 'tag') {
    const input = { params: { tag: name } }
    return on
      ? call<typeof followTag>('PUT', '/v1/tags/:tag/follow', input)
      : call<typeof unfollowTag>('DELETE', '/v1/tags/:tag/follow', input)
  }
  const input = { params: { soundId: name } }
  return on
    ? call<typeof followSound>('PUT', '/v1/sounds/:soundId/follow', input)
    : call<typeof unfollowSound>('DELETE', '/v1/sounds/:soundId/follow', input)
}

/** Follows a hashtag or a sound, or ends it: shown at once, taken back when the server refuses. */
export const useFollowTopic = (topic: Topic) => {
  const client = useQueryClient()
  const key = topic.kind === 'tag' ? keys.tag(topic.name) : soundKey(topic.name)
  return useMutation({
    meta: { changesFeed: topic.kind === 'tag' },
    scope: { id: key.join('-') },
    mutationFn: (on: boolean) => sendFollow(topic, on),
    // Also after an error: what holds is what the server says.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key }),
        client.invalidateQueries({ queryKey: keys.followed(topic.kind) }),
        // Whoever follows a hashtag has turned up its topic.
        client.invalidateQueries({ queryKey: ['feed-settings'] }),
      ]),
  })
}

export const useFollowedTags = (enabled: boolean) =>
  useQuery({
    queryKey: keys.followed('tag'),
    queryFn: ({ signal }) => call<typeof listFollowedTags>('GET', '/v1/me/tags', { signal }),
    select: ({ tags }) => tags,
    staleTime: 0,
    enabled,
  })

export const useFollowedSounds = (enabled: boolean) =>
  useQuery({
    queryKey: keys.followed('sound'),
    queryFn: ({ signal }) => call<typeof listFollowedSounds>('GET', '/v1/me/sounds', { signal }),
    select: ({ sounds }) => sounds,
    staleTime: 0,
    enabled,
  })

export interface SoundChange {
  readonly title: string | null
  readonly rights: SoundRights
  readonly evidence: string
}

export const useChangeSound = (soundId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: SoundChange) =>
      call<typeof changeSound>('PATCH', '/v1/sounds/:soundId', { params: { soundId }, body }),
    onSuccess: (answer) => client.setQueryData(soundKey(soundId), answer),
  })
}

/** Takes a sound down for this reason; null: it is offered again. */
export const useTakedown = (soundId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string | null) =>
      reason === null
        ? call<typeof restoreSound>('DELETE', '/v1/sounds/:soundId/takedown', { params: { soundId } })
        : call<typeof takeDownSound>('PUT', '/v1/sounds/:soundId/takedown', {
            params: { soundId },
            body: { reason },
          }),
    onSuccess: (answer) => {
      client.setQueryData(soundKey(soundId), answer)
      return client.invalidateQueries({ queryKey: keys.allPosts({ kind: 'sound', name: soundId }) })
    },
  })
}
