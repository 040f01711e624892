import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Scrapers on the machine itself need no account; whoever comes through a proxy or the network must be operator. */
const mayRead = (request: FastifyRequest): boolean => {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  if (loopback.has(request.ip) && forwarded === undefined) return true
  return request.viewer.kind === 'person' && request.viewer.role === 'operator'
}

/** Serves /metrics in the Prometheus text format, with a request histogram by route. */
export const serveMetrics = (app: FastifyInstance): Registry => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to end of the answer, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request))
      return reply.code(403).type('text/plain').send('Only from this machine or for operators.\n')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  return registry
}
