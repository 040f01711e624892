import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { limitOf } from '#platform/http'
import { z } from 'zod'
import type { PaymentsDeps } from './deps.ts'
import { takeEvents } from './events.ts'

/** A provider that tells a busy day at once must not be turned away; who cannot sign costs one hash. */
const webhooksPerMinute = 12_000

/**
 * `POST /v1/payments/webhooks/:provider`. The signature over the raw bytes is the only policy: there is no session, and
 * nothing that it says is believed before it is looked up.
 */
export const serveWebhooks = (app: FastifyInstance, deps: PaymentsDeps): void => {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 262_144 }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/v1/payments/webhooks/:provider',
      { schema: { hide: true }, config: { servesFiles: true, rateLimit: limitOf(webhooksPerMinute) } },
      async (request, reply) => {
        const { provider } = z.object({ provider: z.string() }).parse(request.params)
        if (provider !== deps.provider.id) throw new AppError('not_found')
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const events = await deps.provider.verifyWebhook(raw, request.headers)
        if (events === null) throw new AppError('invalid_request')
        await takeEvents(deps, events)
        return reply.send({})
      },
    )
  })
}
