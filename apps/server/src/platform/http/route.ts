import {
  errorBody,
  errorCatalog,
  type Access,
  type Endpoint,
  type RequestOf,
  type ResponseOf,
} from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from './viewer.ts'

type ViewerFor<A extends Access> = A extends 'public' ? Viewer : PersonViewer

export interface Call<E extends Endpoint> extends RequestOf<E> {
  readonly viewer: ViewerFor<E['access']>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const allowedRoles = {
  person: ['person', 'moderator', 'operator'],
  moderator: ['moderator', 'operator'],
  operator: ['operator'],
} as const satisfies Record<Exclude<Access, 'public'>, readonly string[]>

/** Deny by default: 401 without a session, 403 without the role, both before the input is even looked at. */
export const checkAccess = (access: Access, viewer: Viewer): void => {
  if (access === 'public') return
  if (viewer.kind === 'anonymous') throw new AppError('not_signed_in')
  const roles: readonly string[] = allowedRoles[access]
  if (!roles.includes(viewer.role)) throw new AppError('forbidden')
  if (access !== 'person' && viewer.isSuspended === true) throw new AppError('suspended')
}

/** How often one address may ask, for an endpoint with a limit of its own. */
export const limitOf = (perMinute: number) => ({ max: perMinute, timeWindow: 60_000 })

const implicitErrors = ['invalid_request', 'rate_limited', 'internal'] as const

/** Whether a suspended account may be refused here. */
const asksForStanding = ({ access, method, whileSuspended }: Endpoint): boolean =>
  access === 'person' ? method !== 'GET' && whileSuspended !== true : access !== 'public'

const responses = (definition: Endpoint) => {
  const standing = asksForStanding(definition) ? (['suspended'] as const) : []
  const codes = [...definition.errors, ...standing, ...implicitErrors]
  const byStatus = Map.groupBy(codes, (code) => errorCatalog[code][0])
  const failures = [...byStatus].map(([status, names]) => [
    status,
    errorBody.describe(names.map((name) => `${name}: ${errorCatalog[name][1]}`).join('\n')),
  ])
  return { 200: definition.response, ...Object.fromEntries(failures) }
}

/**
 * Serves one endpoint of the contract: access first, then validation, then the handler, whose answer is checked
 * against the contract too.
 *
 * @example route(app, getPost, async ({ params, viewer }) => ({ post: await posts.get(params.postId, viewer) }))
 */
export const route = <E extends Endpoint>(
  app: FastifyInstance,
  definition: E,
  handler: (call: Call<E>) => Promise<ResponseOf<E>>,
): void => {
  app.route({
    method: definition.method,
    url: definition.path,
    ...(definition.mostBytes === undefined ? {} : { bodyLimit: definition.mostBytes }),
    config: {
      ...(definition.whileSuspended === true && { whileSuspended: true }),
      ...(definition.withoutSession !== undefined && {
        servesFiles: true,
        rateLimit: limitOf(definition.withoutSession.perMinute),
      }),
    },
    schema: {
      operationId: definition.id,
      summary: definition.summary,
      ...(definition.params ? { params: definition.params } : {}),
      ...(definition.query ? { querystring: definition.query } : {}),
      ...(definition.body ? { body: definition.body } : {}),
      response: responses(definition),
    },
    onRequest: async (request) => checkAccess(definition.access, request.viewer),
    handler: async (request, reply) => {
      // The validator compiler has parsed these three with the schemas of this very endpoint.
      const input = { params: request.params, query: request.query, body: request.body } as RequestOf<E>
      const viewer = request.viewer as ViewerFor<E['access']>
      return reply.send(await handler({ ...input, viewer, request, reply }))
    },
  })
}
