import { assetId as assetIdSchema } from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import type { MediaDeps } from './deps.ts'
import { posterName, renditionName } from './present.ts'
import { parseRange } from './rules/byte-range.ts'

const contentTypes: Record<string, string> = { [renditionName]: 'video/mp4', [posterName]: 'image/webp' }

interface FileParams {
  readonly assetId: string
  readonly file: string
}

const serveFile = async (
  deps: MediaDeps,
  request: FastifyRequest<{ Params: FileParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { assetId, file } = request.params
  const type = contentTypes[file]
  if (type === undefined || !assetIdSchema.safeParse(assetId).success) throw new AppError('not_found')
  const key = `media/${assetId}/${file}`
  const found = await deps.blobs.stat(key)
  if (!found) throw new AppError('not_found')
  // An address never changes its bytes, so the name is its version.
  const tag = `"${assetId}-${file}"`
  reply.headers({
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    etag: tag,
  })
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  const range = parseRange(request.headers.range, found.bytes)
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${found.bytes}`).send()
  }
  const { start, end } = range ?? { start: 0, end: found.bytes - 1 }
  reply.header('content-length', end - start + 1)
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${found.bytes}`)
  if (request.method === 'HEAD') return reply.send()
  return reply.send(await deps.blobs.read(key, { start, end }))
}

/** GET and HEAD of video and poster files, with byte ranges (RFC 9110, section 14). */
export const serveFiles = (app: FastifyInstance, deps: MediaDeps): void => {
  app.route<{ Params: FileParams }>({
    method: ['GET', 'HEAD'],
    url: '/v1/media/:assetId/:file',
    schema: { hide: true },
    // A player asks for many small ranges; they cost no query.
    config: { rateLimit: false },
    exposeHeadRoute: false,
    handler: (request, reply) => serveFile(deps, request, reply),
  })
}
