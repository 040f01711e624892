import type {
  CallOf,
  deletePost,
  editPost,
  getOfferedLink,
  getPost,
  getPostLink,
  keepVideo,
  PostId,
  removePostLink,
  setPostLink,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, listenRealtime } from '#shared/api'

export const postKeys = {
  post: (postId: string) => ['post', postId] as const,
  link: (postId: string) => ['post-link', postId] as const,
  offered: (code: string) => ['offered-link', code] as const,
  ofPerson: (handle: string) => ['posts-of', handle] as const,
  ofAnybody: ['posts-of'] as const,
}

export const usePost = (postId: string) =>
  useQuery({
    queryKey: postKeys.post(postId),
    queryFn: ({ signal }) => call<typeof getPost>('GET', '/v1/posts/:postId', { params: { postId }, signal }),
    select: ({ post }) => post,
  })

/** Follows the states of the signed-in person's own posts while the page that shows them is open. */
export const usePostChanges = (enabled: boolean): void => {
  const client = useQueryClient()
  useEffect(() => {
    if (!enabled) return
    return listenRealtime((message) => {
      if (message.type !== 'post.changed' && message.type !== 'reset') return
      if (message.type === 'post.changed')
        client.setQueryData(postKeys.post(message.post.postId), { post: message.post })
      else void client.invalidateQueries({ queryKey: ['post'] })
      void client.invalidateQueries({ queryKey: postKeys.ofAnybody })
    })
  }, [client, enabled])
}

export const useEditPost = (postId: PostId) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallOf<typeof editPost>['body']) =>
      call<typeof editPost>('PATCH', '/v1/posts/:postId', { params: { postId }, body }),
    onSuccess: async (answer) => {
      client.setQueryData(postKeys.post(postId), answer)
      client.removeQueries({ queryKey: ['feed'] })
      await client.invalidateQueries({ queryKey: postKeys.ofAnybody })
    },
  })
}

export const useKeepVideo = (postId: PostId) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      call<typeof keepVideo>('DELETE', '/v1/posts/:postId/video/next', { params: { postId } }),
    onSuccess: (answer) => client.setQueryData(postKeys.post(postId), answer),
  })
}

export const useDeletePost = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (postId: string) =>
      call<typeof deletePost>('DELETE', '/v1/posts/:postId', { params: { postId } }),
    onSuccess: async (_answer, postId) => {
      client.removeQueries({ queryKey: postKeys.post(postId) })
      client.removeQueries({ queryKey: ['feed'] })
      await client.invalidateQueries({ queryKey: postKeys.ofAnybody })
    },
  })
}

/** What its author put on a post. */
export const usePostLink = (postId: PostId) =>
  useQuery({
    queryKey: postKeys.link(postId),
    queryFn: ({ signal }) =>
      call<typeof getPostLink>('GET', '/v1/posts/:postId/link', { params: { postId }, signal }),
    select: ({ link }) => link,
  })

/** Whose link a code is, and where it leads. */
export const useOfferedLink = (code: string, enabled: boolean) =>
  useQuery({
    queryKey: postKeys.offered(code),
    queryFn: ({ signal }) =>
      call<typeof getOfferedLink>('GET', '/v1/links/:code', { params: { code }, signal }),
    select: ({ link }) => link,
    enabled,
    retry: false,
  })

export const usePostLinkChanges = (postId: PostId) => {
  const client = useQueryClient()
  const onSuccess = async (): Promise<void> => {
    client.removeQueries({ queryKey: ['feed'] })
    await Promise.all(
      [postKeys.post(postId), postKeys.link(postId)].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  }
  const set = useMutation({
    mutationFn: (body: CallOf<typeof setPostLink>['body']) =>
      call<typeof setPostLink>('PUT', '/v1/posts/:postId/link', { params: { postId }, body }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: () => call<typeof removePostLink>('DELETE', '/v1/posts/:postId/link', { params: { postId } }),
    onSuccess,
  })
  return { set, remove }
}
