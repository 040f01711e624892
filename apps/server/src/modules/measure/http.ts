import { getPostMetrics, listMetrics } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import { metricDefinitions, type Measure } from './measure.ts'
import { maySeePostMetrics } from './policy.ts'

/** What measure must know of posts; the composition root fills it. */
export interface PostAuthors {
  /** Null: there is no such post. */
  authorOf(postId: string): Promise<string | null>
}

/** Endpoints of this module. */
export const measureRoutes = (
  app: FastifyInstance,
  parts: { readonly measure: Measure; readonly posts: PostAuthors },
): void => {
  const { measure, posts } = parts
  route(app, listMetrics, async () => ({ metrics: metricDefinitions() }))
  route(app, getPostMetrics, async ({ params, query, viewer }) => {
    const authorId = await posts.authorOf(params.postId)
    if (authorId === null) throw new AppError('not_found')
    if (!maySeePostMetrics(viewer, authorId)) throw new AppError('forbidden')
    return { values: await measure.postMetrics(params.postId, query.metrics) }
  })
}
