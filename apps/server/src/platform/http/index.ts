import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import { answerFailures, failureBody, toAppError } from './failures.ts'
import { isCrossSite } from './same-origin.ts'
import { serveMetrics } from './server-metrics.ts'
import {
  anonymousCookie,
  isRefusedBySuspension,
  sessionCookie,
  viewerKey,
  type Authenticator,
  type Viewer,
} from './viewer.ts'

export { failureBody, toAppError } from './failures.ts'
export { limitOf, route, type Call } from './route.ts'
export { anonymousCookie, personIdOf, sessionCookie, viewerKey } from './viewer.ts'
export type { Authenticator, PersonViewer, Viewer } from './viewer.ts'
export { serveWebApp, type HeadOf } from './web-app.ts'

export interface HttpOptions {
  readonly version: string
  readonly publicUrl: string | undefined
  readonly requestsPerMinute: number
  readonly trustedProxies: readonly string[]
  readonly ids: Ids
  readonly log: Log
  readonly authenticator: Authenticator
  /** Says whether the instance can serve now; /healthz answers 503 while it cannot. */
  readonly isReady: () => boolean
}

const longestCookieSeconds = 400 * 24 * 3600

/** Cookies cannot be read by scripts, do not travel from other sites, and are `Secure` where the address is https. */
export const cookieOptions = (publicUrl: string | undefined) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl?.startsWith('https:') ?? false,
    maxAge: longestCookieSeconds,
  }) as const

const securityHeaders = (publicUrl: string | undefined) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      // Positioned menus and charts set style attributes; scripts stay restricted to our own files.
      styleSrc: ["'self'", "'unsafe-inline'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: publicUrl?.startsWith('https:') ?? false,
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'strict-origin-when-cross-origin' as const },
})

const anonymousIdIn = (request: FastifyRequest): string | null => {
  const value = request.cookies[anonymousCookie]
  return value !== undefined && z.uuid().safeParse(value).success ? value : null
}

const identify =
  (options: HttpOptions) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<Viewer> => {
    const token = request.cookies[sessionCookie]
    const person = token === undefined ? null : await options.authenticator.personOf(token)
    if (person) return person
    const known = anonymousIdIn(request)
    if (known) return { kind: 'anonymous', anonymousId: known }
    const anonymousId = options.ids.uuid()
    reply.setCookie(anonymousCookie, anonymousId, cookieOptions(options.publicUrl))
    return { kind: 'anonymous', anonymousId }
  }

const guard = (app: FastifyInstance, options: HttpOptions): void => {
  const publicHost = options.publicUrl ? new URL(options.publicUrl).host : undefined
  const viewerOf = identify(options)
  const nobody: Viewer = { kind: 'anonymous', anonymousId: '' }
  app.decorateRequest('viewer')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    request.viewer = nobody
    const { host, origin } = request.headers
    const fetchSite = request.headers['sec-fetch-site']?.toString()
    if (isCrossSite({ method: request.method, host, origin, fetchSite }, publicHost)) {
      throw new AppError('cross_site_request')
    }
    // Files need no viewer: no session is looked up and no cookie set for them.
    const isForAll = request.routeOptions.config.servesFiles === true
    if (!isForAll && /^\/(v1\/|go\/|metrics)/.test(request.url))
      request.viewer = await viewerOf(request, reply)
    if (isRefusedBySuspension(request)) throw new AppError('suspended')
  })
}

const serveHealth = (app: FastifyInstance, options: HttpOptions): void => {
  app.get('/healthz', { schema: { hide: true }, config: { rateLimit: false } }, async (_request, reply) => {
    const ready = options.isReady()
    return reply.code(ready ? 200 : 503).send({ live: true, ready, version: options.version })
  })
}

/** An address that cannot be decoded is refused before there is a route, but in the form of the contract, too. */
const refuseAddress = (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  void reply.code(400).type('application/json').send(failureBody('invalid_request', request.id))
}

/**
 * Makes the HTTP server with everything that all endpoints share: request ids, security headers, sessions, limits,
 * errors, health, metrics and the API description. Modules add their endpoints with `route`.
 */
export const createHttp = async (options: HttpOptions): Promise<FastifyInstance> => {
  const app = fastify({
    genReqId: () => options.ids.uuid(),
    bodyLimit: 1_048_576,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2048 },
    frameworkErrors: refuseAddress,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerFailures(app, options.log)
  await app.register(cookie)
  await app.register(helmet, securityHeaders(options.publicUrl))
  guard(app, options)
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => (request.viewer.kind === 'person' ? viewerKey(request.viewer) : request.ip),
    errorResponseBuilder: () => toAppError(new AppError('rate_limited')),
  })
  await app.register(swagger, {
    openapi: { info: { title: 'Busker', version: options.version } },
    transform: jsonSchemaTransform,
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  serveHealth(app, options)
  serveMetrics(app)
  return app
}
