import { readFile } from 'node:fs/promises'
import * as contract from '@busker/contract'
import { clientId as clientIdSchema, postId as postIdSchema } from '@busker/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { anonymousCookie, personIdOf, route, viewerKey } from '#platform/http'
import type { OutsideDeps } from '../deps.ts'
import { createClicks } from './clicks.ts'
import {
  getConversionKey,
  listSeenConversions,
  makeConversionKey,
  removeConversionKey,
  sendConversions,
  takePixel,
  type ConversionsDeps,
} from './conversions.ts'
import {
  changeLink,
  createLink,
  getOfferedLink,
  getPostLink,
  listLinks,
  removePostLink,
  setPostLink,
} from './links.ts'
import { createRecentEvents } from './recent-events.ts'

const hidden = { hide: true }

const serveClientLinks = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.listLinks, async ({ viewer, params }) => ({
    links: await listLinks(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.createLink, async ({ viewer, params, body }) => ({
    link: await createLink(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.changeLink, async ({ viewer, params, body }) => ({
    link: await changeLink(deps, { ...params, personId: viewer.personId }, body),
  }))
}

const servePostLinks = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.getOfferedLink, async ({ params }) => ({
    link: await getOfferedLink(deps, params.code),
  }))
  route(app, contract.getPostLink, async ({ viewer, params }) => ({
    link: await getPostLink(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.setPostLink, async ({ viewer, params, body }) => ({
    link: await setPostLink(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.removePostLink, async ({ viewer, params }) => {
    await removePostLink(deps, { ...params, personId: viewer.personId })
    return {}
  })
}

const serveConversions = (app: FastifyInstance, deps: ConversionsDeps): void => {
  route(app, contract.sendConversions, async ({ params, body, request }) => ({
    results: await sendConversions(deps, {
      ...{ ...params, ...body, authorization: request.headers.authorization },
    }),
  }))
  route(app, contract.listSeenConversions, async ({ viewer, params }) => ({
    events: await listSeenConversions(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.getConversionKey, ({ viewer, params }) =>
    getConversionKey(deps, { ...params, personId: viewer.personId }),
  )
  route(app, contract.makeConversionKey, ({ viewer, params }) =>
    makeConversionKey(deps, { ...params, personId: viewer.personId }),
  )
  route(app, contract.removeConversionKey, async ({ viewer, params }) => {
    await removeConversionKey(deps, { ...params, personId: viewer.personId })
    return {}
  })
}

const one = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A browser that loads a page ahead of a click says so. */
const looksAhead = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' || /prefetch|preview/i.test(`${one(headers['sec-purpose'])} ${one(headers['purpose'])}`)

/**
 * Who clicks: the account or cookie that came along. Whoever came without gets a cookie with the answer; until it comes
 * back, address and browser stand in.
 */
const visitorOf = (request: FastifyRequest): string[] => {
  const key = viewerKey(request.viewer)
  const isKnown = request.viewer.kind === 'person' || request.cookies[anonymousCookie] === key
  return isKnown ? [key] : [`${request.ip} ${one(request.headers['user-agent'])}`, key]
}

const serveClicks = (app: FastifyInstance, deps: OutsideDeps): void => {
  const clicks = createClicks(deps)
  // People are never held up: what is too much is not kept, instead of not answered.
  app.get(contract.clickPath, { schema: hidden, config: { rateLimit: false } }, async (request, reply) => {
    const { code } = request.params as { readonly code?: unknown }
    const { post } = request.query as { readonly post?: unknown }
    const asked = postIdSchema.safeParse(post)
    const destination = await clicks.follow({
      ...{ code: one(code), postId: asked.success ? asked.data : null, visitor: visitorOf(request) },
      ...{ personId: personIdOf(request), isBot: deps.isBot(request.headers) },
      isOnlyLook: looksAhead(request),
    })
    return reply.header('cache-control', 'no-store').redirect(destination, 302)
  })
}

/** A transparent point. */
const point = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Names as addresses write them. */
const pixelNames: Readonly<Record<string, string>> = { event_id: 'eventId', order_id: 'orderId' }

/** Pages of shops load both: they may be read from anywhere, and nobody is looked up or given a cookie. */
const servePixel = (app: FastifyInstance, deps: ConversionsDeps): void => {
  const config = { servesFiles: true }
  app.get(contract.pixelPath, { schema: hidden, config, exposeHeadRoute: false }, async (request, reply) => {
    const { client, ...rest } = request.query as Readonly<Record<string, unknown>>
    const clientId = clientIdSchema.safeParse(client)
    const named = Object.entries(rest)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [pixelNames[name] ?? name, value])
    // Programs that read pages run no shop.
    if (clientId.success && !deps.isBot(request.headers))
      await takePixel(deps, { clientId: clientId.data, event: Object.fromEntries(named) })
    return reply
      .type('image/gif')
      .header('cache-control', 'no-store')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(point)
  })
  app.get(contract.pixelScriptPath, { schema: hidden, config }, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(await readFile(new URL('./pixel-script.js', import.meta.url))),
  )
}

/** Tracked links, the clicks on them, and what shops tell of what came of it. */
export const serveLinks = (app: FastifyInstance, deps: OutsideDeps): void => {
  const withMemory = { ...deps, recent: createRecentEvents() }
  serveClientLinks(app, deps)
  servePostLinks(app, deps)
  serveConversions(app, withMemory)
  serveClicks(app, deps)
  servePixel(app, withMemory)
}
