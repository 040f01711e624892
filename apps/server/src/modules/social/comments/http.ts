import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { SocialDeps } from '../deps.ts'
import { circumstances } from '../tell.ts'
import { editComment, listEdits } from './edit.ts'
import { getComment, listComments, listHeld, listReplies } from './list.ts'
import { approveComment, setCommentLike, setHeart, setPin } from './marks.ts'
import { deleteComment } from './remove.ts'
import { getPostRules, getRules, setPostRules, setRules } from './rules.ts'
import { writeComment } from './write.ts'

const serveWriting = (app: FastifyInstance, deps: SocialDeps): void => {
  const told = circumstances(deps)
  route(app, contract.writeComment, ({ params, query, body, viewer, request }) =>
    writeComment(deps, { ...params, ...body, viewer, told: told(query, request) }),
  )
  route(app, contract.editComment, ({ params, query, body, viewer, request }) =>
    editComment(deps, { ...params, ...body, viewer, told: told(query, request) }),
  )
  route(app, contract.deleteComment, ({ params, query, viewer, request }) =>
    deleteComment(deps, { ...params, viewer, told: told(query, request) }),
  )
}

const serveReading = (app: FastifyInstance, deps: SocialDeps): void => {
  route(app, contract.listComments, async ({ params, query, viewer }) => {
    const { items, next, ...rest } = await listComments(deps, { ...params, viewer }, query)
    return { ...rest, comments: items, nextCursor: next }
  })
  route(app, contract.listReplies, async ({ params, query, viewer }) => {
    const { items, next } = await listReplies(deps, { ...params, viewer }, query)
    return { comments: items, nextCursor: next }
  })
  route(app, contract.getComment, ({ params, viewer }) => getComment(deps, { ...params, viewer }))
  route(app, contract.listHeldComments, async ({ query, viewer }) => {
    const { items, next } = await listHeld(deps, viewer, query)
    return { comments: items, nextCursor: next }
  })
  route(app, contract.listCommentEdits, async ({ params }) => ({
    edits: await listEdits(deps, params.commentId),
  }))
}

const serveMarks = (app: FastifyInstance, deps: SocialDeps): void => {
  route(app, contract.likeComment, ({ params, viewer }) =>
    setCommentLike(deps, { ...params, viewer, wanted: true }),
  )
  route(app, contract.unlikeComment, ({ params, viewer }) =>
    setCommentLike(deps, { ...params, viewer, wanted: false }),
  )
  route(app, contract.heartComment, ({ params, viewer }) =>
    setHeart(deps, { ...params, viewer, wanted: true }),
  )
  route(app, contract.unheartComment, ({ params, viewer }) =>
    setHeart(deps, { ...params, viewer, wanted: false }),
  )
  route(app, contract.pinComment, ({ params, viewer }) => setPin(deps, { ...params, viewer, wanted: true }))
  route(app, contract.unpinComment, ({ params, viewer }) =>
    setPin(deps, { ...params, viewer, wanted: false }),
  )
  route(app, contract.approveComment, ({ params, viewer }) => approveComment(deps, { ...params, viewer }))
}

const serveRules = (app: FastifyInstance, deps: SocialDeps): void => {
  route(app, contract.getCommentRules, async ({ viewer }) => ({ rules: await getRules(deps, viewer) }))
  route(app, contract.setCommentRules, async ({ body, viewer }) => ({
    rules: await setRules(deps, viewer, body),
  }))
  route(app, contract.getPostCommentRules, ({ params, viewer }) => getPostRules(deps, viewer, params.postId))
  route(app, contract.setPostCommentRules, ({ params, body, viewer }) =>
    setPostRules(deps, viewer, { ...params, rules: body }),
  )
}

/** The endpoints of comments. */
export const serveComments = (app: FastifyInstance, deps: SocialDeps): void => {
  serveWriting(app, deps)
  serveReading(app, deps)
  serveMarks(app, deps)
  serveRules(app, deps)
}
