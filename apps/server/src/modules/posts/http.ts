import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { PostsDeps } from './deps.ts'
import { editPost } from './edit.ts'
import { createPost, deletePost, getPost, listPosts } from './posts.ts'
import { keepVideo, replaceVideo } from './replace.ts'
import { decodeGridCursor, encodeGridCursor } from './rules/grid-cursor.ts'

const positionOf = (cursor: string | undefined) => {
  if (cursor === undefined) return null
  const position = decodeGridCursor(cursor)
  if (!position) throw new AppError('invalid_cursor')
  return position
}

export const servePosts = (app: FastifyInstance, deps: PostsDeps): void => {
  route(app, contract.createPost, async ({ viewer, body }) => {
    const { postId } = await createPost(deps, { ...body, authorId: viewer.personId })
    return { post: await getPost(deps, postId, viewer) }
  })
  route(app, contract.getPost, async ({ params, viewer }) => ({
    post: await getPost(deps, params.postId, viewer),
  }))
  route(app, contract.editPost, async ({ params, viewer, body }) => {
    await editPost(deps, { postId: params.postId, viewer, changes: body })
    return { post: await getPost(deps, params.postId, viewer) }
  })
  route(app, contract.replaceVideo, async ({ params, viewer, body }) => {
    await replaceVideo(deps, { postId: params.postId, assetId: body.assetId, viewer })
    return { post: await getPost(deps, params.postId, viewer) }
  })
  route(app, contract.keepVideo, async ({ params, viewer }) => {
    await keepVideo(deps, { postId: params.postId, viewer })
    return { post: await getPost(deps, params.postId, viewer) }
  })
  route(app, contract.deletePost, async ({ params, viewer }) => {
    await deletePost(deps, params.postId, viewer)
    return {}
  })
  route(app, contract.listPostsOfPerson, async ({ params, query, viewer }) => {
    const after = positionOf(query.cursor)
    const { limit, show } = query
    const page = await listPosts(deps, params.handle, { after, limit, show, viewer })
    return { posts: page.posts, nextCursor: page.next ? encodeGridCursor(page.next) : null }
  })
}
