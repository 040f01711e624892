import {
  getDataQuality,
  getMetric,
  getMetricSql,
  getPostMetrics,
  getTypicalRetention,
  listMetrics,
  markWarningSeen,
  queryMetrics,
  unmarkWarningSeen,
  type ClientId,
  type MetricScope,
  type PersonId,
} from '@busker/contract'
import type { Scope } from '@busker/metrics'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route, type PersonViewer } from '#platform/http'
import { readDataQuality, type DataQualityParts } from './data-quality.ts'
import { metricDefinitions } from './definitions.ts'
import type { Measure } from './measure.ts'
import { maySeeNumbersOf, maySeePlatform } from './policy.ts'
import { withPairs } from './rules/choose-metrics.ts'
import { markSeen, unmarkSeen } from './see-warning.ts'
import type { Lately } from './typical.ts'

/** What measure must know of posts; the composition root fills it. */
export interface PostAuthors {
  /** Null: there is no such post. */
  authorOf(postId: string): Promise<string | null>
  /** A published post with its author's latest ones. Null: there is no such post. */
  latelyOf(postId: string): Promise<Lately | null>
}

/** What measure must know of agencies' clients; the composition root fills it. */
export interface ClientReaders {
  /** Resolves for who may read the numbers of this client. For anybody else there is no such client: `not_found`. */
  requireReader(clientId: ClientId, personId: PersonId): Promise<void>
}

interface MeasuredThings {
  readonly posts: PostAuthors
  readonly clients: ClientReaders
}

/** The scope that a viewer asks for, or why not: 404 when there is no such post, 403 when it is not theirs. */
const allowedScope = async (
  asked: MetricScope,
  viewer: PersonViewer,
  { posts, clients }: Pick<MeasuredThings, 'posts' | 'clients'>,
): Promise<Scope> => {
  if (asked.kind === 'platform') {
    if (!maySeePlatform(viewer)) throw new AppError('forbidden')
    return asked
  }
  if (asked.kind === 'client') {
    await clients.requireReader(asked.clientId, viewer.personId)
    return asked
  }
  const authorId = asked.kind === 'author' ? asked.authorId : await posts.authorOf(asked.postId)
  if (authorId === null) throw new AppError('not_found')
  if (!maySeeNumbersOf(viewer, authorId)) throw new AppError('forbidden')
  return asked.kind === 'author' ? asked : { ...asked, authorId }
}

const scopeOf = ({
  author,
  post,
}: {
  author?: string | undefined
  post?: string | undefined
}): MetricScope => {
  if (author !== undefined && post !== undefined) {
    const fields = [{ path: 'post', message: 'Name an author or a post, not both.' }]
    throw new AppError('invalid_request', { fields })
  }
  // The ids were checked by the schema of the endpoint.
  if (author !== undefined) return { kind: 'author', authorId: author } as MetricScope
  return post === undefined ? { kind: 'platform' } : ({ kind: 'post', postId: post } as MetricScope)
}

/** Endpoints of this module. */
export const measureRoutes = (
  app: FastifyInstance,
  parts: MeasuredThings & { readonly measure: Measure },
): void => {
  const { measure, posts } = parts
  route(app, listMetrics, async () => ({ metrics: metricDefinitions() }))
  route(app, getPostMetrics, async ({ params, query, viewer }) => {
    await allowedScope({ kind: 'post', postId: params.postId }, viewer, parts)
    return { values: await measure.postMetrics(params.postId, query) }
  })
  route(app, getTypicalRetention, async ({ params, viewer }) => {
    await allowedScope({ kind: 'post', postId: params.postId }, viewer, parts)
    const lately = await posts.latelyOf(params.postId)
    if (lately === null) throw new AppError('not_found')
    return measure.typical(lately)
  })
  route(app, getMetric, async ({ params, query, viewer }) => {
    const { author, post, ...rest } = query
    const scope = await allowedScope(scopeOf({ author, post }), viewer, parts)
    return measure.board({ ...rest, scope, metrics: withPairs(params.metricId) })
  })
  route(app, getMetricSql, async ({ params, query, viewer }) => {
    const { author, post, ...rest } = query
    const scope = await allowedScope(scopeOf({ author, post }), viewer, parts)
    return measure.sql(params.metricId, { ...rest, scope })
  })
  route(app, queryMetrics, async ({ body, viewer }) =>
    measure.board({ ...body, scope: await allowedScope(body.scope, viewer, parts) }),
  )
}

/** The endpoints about lost views. */
export const dataQualityRoutes = (app: FastifyInstance, parts: DataQualityParts): void => {
  route(app, getDataQuality, ({ query }) => readDataQuality(parts, query.days))
  route(app, markWarningSeen, async ({ params, body, viewer }) => {
    await markSeen(parts, { ...params, ...body, by: viewer.personId })
    return {}
  })
  route(app, unmarkWarningSeen, async ({ params }) => {
    await unmarkSeen(parts, params.warningId)
    return {}
  })
}
