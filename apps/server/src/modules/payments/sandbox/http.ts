import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { limitOf } from '#platform/http'
import { z } from 'zod'
import { cards } from '../rules/sandbox-scenarios.ts'
import { findSandboxObject, type SandboxObject } from '../store/sandbox.ts'
import { act, type Act } from './act.ts'
import type { SandboxDeps } from './deps.ts'
import { checkoutPage, onboardingPage } from './page.ts'
import { languageOf } from './texts.ts'

const formShape = z.object({
  token: z.string().max(200),
  action: z.enum(['pay', 'confirm', 'refuse', 'cancel', 'approve', 'reject']),
  card: z.enum(cards).default('succeeds'),
})

const refOf = (request: FastifyRequest): string =>
  z.object({ ref: z.string().max(100) }).parse(request.params).ref

const tokenOf = async (deps: SandboxDeps, row: SandboxObject): Promise<string> =>
  createHmac('sha256', await deps.secret())
    .update(`form ${row.ref} ${row.version}`)
    .digest('base64url')

const isSame = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))

const find = async (deps: SandboxDeps, request: FastifyRequest, kind: string): Promise<SandboxObject> => {
  const row = await findSandboxObject(deps.db.pool, { ref: refOf(request) })
  if (row?.kind !== kind) throw new AppError('not_found')
  return row
}

const show = async (
  deps: SandboxDeps,
  request: FastifyRequest,
  [row, reply]: [SandboxObject, FastifyReply],
) => {
  const page = row.kind === 'charge' ? checkoutPage : onboardingPage
  const language = languageOf(request.headers['accept-language'])
  return reply
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('content-language', language)
    .type('text/html; charset=utf-8')
    .send(page({ row, language, token: await tokenOf(deps, row) }))
}

const chosenIn = ({ action, card }: z.infer<typeof formShape>): Act =>
  action === 'pay' ? { kind: action, card } : { kind: action }

/** A form of an older page does nothing: the person is shown how things stand now. */
const takeForm = async (
  deps: SandboxDeps,
  request: FastifyRequest,
  [row, reply]: [SandboxObject, FastifyReply],
) => {
  const given = formShape.safeParse(request.body)
  if (!given.success) throw new AppError('invalid_request')
  const isCurrent = isSame(given.data.token, await tokenOf(deps, row))
  const now = isCurrent
    ? await act(deps, { ref: row.ref, version: row.version }, chosenIn(given.data))
    : await findSandboxObject(deps.db.pool, { ref: row.ref })
  const isDone = now?.status !== 'open' && now?.status !== 'pending'
  const here = request.url.split('?')[0] ?? '/'
  return reply.header('cache-control', 'no-store').redirect(isDone ? row.page.returnUrl : here, 303)
}

/**
 * The pages of the sandbox. Whoever has the address of a checkout may pay it, as at any provider; other sites cannot post
 * to it (`guard` of platform/http, and the token of the form). There is no script and nothing to load.
 */
export const serveSandboxPages = (app: FastifyInstance, deps: SandboxDeps): void => {
  const options = { schema: { hide: true }, config: { servesFiles: true, rateLimit: limitOf(120) } }
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    for (const [path, kind] of [
      ['/sandbox/checkout/:ref', 'charge'],
      ['/sandbox/onboarding/:ref', 'account'],
    ] as const) {
      scope.get(path, options, async (request, reply) =>
        show(deps, request, [await find(deps, request, kind), reply]),
      )
      scope.post(path, options, async (request, reply) =>
        takeForm(deps, request, [await find(deps, request, kind), reply]),
      )
    }
  })
}
