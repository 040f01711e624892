import { readFileSync } from 'node:fs'
import { getOembed, postId as postIdSchema } from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { limitOf, route } from '#platform/http'
import type { EmbedDeps } from './deps.ts'
import { openDownload } from './download.ts'
import { oembedOf } from './oembed.ts'
import { publicPost } from './public-posts.ts'
import { embedPage, gonePage } from './rules/embed-page.ts'
import type { Site } from './rules/page-head.ts'

export const siteOf = (deps: EmbedDeps, request: FastifyRequest): Site => ({
  name: deps.instanceName,
  origin: (deps.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, ''),
})

/** Any site may frame this page, and it may do nothing but play a file of ours. */
const framable = [
  "default-src 'none'",
  "img-src 'self'",
  "media-src 'self'",
  "style-src 'self'",
  "script-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
].join('; ')

const pagesPerMinute = 600
const downloadsPerMinute = 30

const sendPage = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply
    .code(status)
    .removeHeader('x-frame-options')
    .headers({
      'content-security-policy': framable,
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=30',
    })
    .type('text/html; charset=utf-8')
    .send(page)

const servePlayer = (app: FastifyInstance, deps: EmbedDeps): void => {
  const options = {
    schema: { hide: true },
    config: { servesFiles: true, rateLimit: limitOf(pagesPerMinute) },
  }
  for (const [file, type] of [
    ['player.js', 'text/javascript; charset=utf-8'],
    ['player.css', 'text/css; charset=utf-8'],
  ] as const) {
    const text = readFileSync(new URL(`./player/${file}`, import.meta.url), 'utf8')
    app.get(`/embed/${file}`, options, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type(type).send(text),
    )
  }
  app.get<{ Params: { postId: string } }>('/embed/:postId', options, async (request, reply) => {
    const id = postIdSchema.safeParse(request.params.postId)
    const post = id.success ? await publicPost(deps, id.data) : null
    const site = siteOf(deps, request)
    return post ? sendPage(reply, 200, embedPage(post, site)) : sendPage(reply, 404, gonePage(site))
  })
}

const serveDownload = (app: FastifyInstance, deps: EmbedDeps): void => {
  const options = { schema: { hide: true }, config: { rateLimit: limitOf(downloadsPerMinute) } }
  app.get<{ Params: { postId: string } }>('/v1/posts/:postId/download', options, async (request, reply) => {
    const id = postIdSchema.safeParse(request.params.postId)
    if (!id.success) throw new AppError('invalid_request')
    const { bytes, read, disposition } = await openDownload(deps, id.data, request.viewer)
    return reply
      .headers({ 'content-disposition': disposition, 'cache-control': 'private, no-store' })
      .header('content-length', bytes)
      .type('video/mp4')
      .send(await read())
  })
}

export const serveEmbed = (app: FastifyInstance, deps: EmbedDeps): void => {
  route(app, getOembed, ({ query, request }) => oembedOf(deps, query, siteOf(deps, request)))
  servePlayer(app, deps)
  serveDownload(app, deps)
}
