import type {
  Author,
  followPerson,
  likePost,
  PublishedPost,
  savePost,
  unfollowPerson,
  unlikePost,
  unsavePost,
} from '@busker/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMe } from '#features/auth'
import { call, isApiError } from '#shared/api'
import { noteLateLike } from './late-likes.ts'
import { told, type Surface } from './told.ts'
import { isUnwanted } from './unwanted.ts'
import { useToggle } from './use-toggle.ts'

export const keys = {
  like: (postId: string) => ['like', postId] as const,
  save: (postId: string) => ['save', postId] as const,
  follow: (personId: string) => ['follow', personId] as const,
  commentCount: (postId: string) => ['comment-count', postId] as const,
  unwanted: ['unwanted'] as const,
  profile: (handle: string) => ['profile', handle] as const,
}

export const useLike = (post: PublishedPost, surface: Surface) => {
  const about = { postId: post.postId, personId: post.author.personId }
  const input = () => ({ params: { postId: post.postId }, query: told(surface, about) })
  const client = useQueryClient()
  const me = useMe()
  const initial = { likes: post.likes, likedByMe: post.likedByMe }
  /** Without a network the wish is noted, and what is shown stays. */
  const later = (error: unknown, on: boolean): typeof initial => {
    const { postId, personId: authorId } = about
    const isLate = isApiError(error, 'network') && !navigator.onLine && me
    if (!isLate || !noteLateLike({ personId: me.personId, postId, authorId, on, surface })) throw error
    return client.getQueryData<typeof initial>(keys.like(postId)) ?? initial
  }
  return useToggle({
    key: keys.like(post.postId),
    initial,
    next: (before, on) => ({ likes: before.likes + Number(on) - Number(before.likedByMe), likedByMe: on }),
    send: (on) => {
      const sent = on
        ? call<typeof likePost>('PUT', '/v1/posts/:postId/like', input())
        : call<typeof unlikePost>('DELETE', '/v1/posts/:postId/like', input())
      return sent.catch((error: unknown) => later(error, on))
    },
  })
}

export const useSave = (post: PublishedPost, surface: Surface) => {
  const about = { postId: post.postId, personId: post.author.personId }
  const input = () => ({ params: { postId: post.postId }, query: told(surface, about) })
  return useToggle({
    key: keys.save(post.postId),
    initial: { saves: post.saves, savedByMe: post.savedByMe },
    next: (before, on) => ({ saves: before.saves + Number(on) - Number(before.savedByMe), savedByMe: on }),
    send: (on) =>
      on
        ? call<typeof savePost>('PUT', '/v1/posts/:postId/save', input())
        : call<typeof unsavePost>('DELETE', '/v1/posts/:postId/save', input()),
  })
}

/** Changes of following one person are sent one after the other, and with them what needs that one follows. */
export const followScope = (personId: string): { id: string } => ({ id: keys.follow(personId).join('-') })

/** Whether the signed-in person follows somebody. */
export const useFollow = (person: Author, given: { followedByMe: boolean; surface: Surface }) => {
  const client = useQueryClient()
  const input = () => ({ params: { handle: person.handle }, query: told(given.surface, person) })
  return useToggle({
    key: keys.follow(person.personId),
    initial: given.followedByMe,
    next: (_before, on) => on,
    send: async (on) => {
      const { followedByMe } = on
        ? await call<typeof followPerson>('PUT', '/v1/people/:handle/follow', input())
        : await call<typeof unfollowPerson>('DELETE', '/v1/people/:handle/follow', input())
      void client.invalidateQueries({ queryKey: keys.profile(person.handle) })
      return followedByMe
    },
  })
}

/** How many comments a post has, as far as this page knows. */
export const useCommentCount = (post: PublishedPost): number =>
  useQuery({
    queryKey: keys.commentCount(post.postId),
    queryFn: () => post.comments,
    initialData: post.comments,
    staleTime: Infinity,
  }).data

const nothing: readonly string[] = []

/** Whether a post was hidden in this visit: the feed that is already here leaves it out. The server knows for itself. */
export const useUnwanted = (): ((post: PublishedPost) => boolean) => {
  const { data } = useQuery({
    queryKey: keys.unwanted,
    queryFn: () => nothing,
    initialData: nothing,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  return useMemo(() => {
    const unwanted = new Set(data)
    return (post) => unwanted.size > 0 && isUnwanted(unwanted, post)
  }, [data])
}
