import type { Readable } from 'node:stream'
import { assetId as assetIdSchema, type AssetId } from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BlobStore } from '#platform/blob'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import { namesTag, parseRange, rangeCounts } from './rules/byte-range.ts'
import { isPaced, paceOf } from './rules/pacing.ts'
import { keyLifeSeconds, type Signing } from './serving/addresses.ts'
import type { AccessCache, AssetAccess } from './serving/asset-access.ts'
import { blobKey, findFile, readPlaylist, type FoundFile } from './serving/found-file.ts'
import { isGrowing, parseMediaPath, type MediaPath } from './serving/media-path.ts'
import { createNeededRates, type NeededRates } from './serving/needed-rates.ts'
import { pacedStream, pacingClock, type PacedStream } from './serving/paced-stream.ts'

export interface ServingDeps extends Signing {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly blobs: BlobStore
  readonly workFolder: string
  readonly access: AccessCache
}

interface Serving {
  readonly deps: ServingDeps
  readonly access: AccessCache
  readonly rates: NeededRates
  /** Answers that flow at a pace now. */
  readonly paced: Set<PacedStream>
}

/** What may be sent to whom, decided before any file is touched. */
interface Wish {
  readonly assetId: AssetId
  readonly path: MediaPath
  readonly access: AssetAccess
  /** Seconds for which its key still opens it; null: it is for everybody. */
  readonly keyLife: number | null
}

type MediaRequest = FastifyRequest<{ Params: { readonly assetId: string; readonly '*': string } }>

/**
 * A file of somebody else must do nothing when it is opened by itself in this origin, and no other site may show it:
 * pages and media have one origin, so no header that would open it to others is needed.
 */
const safeHeaders = {
  'content-security-policy':
    "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/** Who may not see an asset learns nothing, not even that it exists. */
const admit = async ({ deps, access }: Serving, request: MediaRequest): Promise<Wish> => {
  const id = assetIdSchema.safeParse(request.params.assetId)
  const path = parseMediaPath(request.params['*'])
  if (!id.success || path === null) throw new AppError('not_found')
  const keyLife = path.key === null ? null : keyLifeSeconds(deps, id.data, path.key)
  if (path.key !== null && keyLife === null) throw new AppError('not_found')
  const found = await access.of(id.data)
  if (!found || (found.restricted && keyLife === null)) throw new AppError('not_found')
  return { assetId: id.data, path, access: found, keyLife }
}

const cacheControl = ({ path, keyLife }: Wish): string => {
  if (isGrowing(path)) return 'no-store'
  // What was fetched with a key is for its bearer alone, even if the asset is for everybody now.
  return keyLife === null ? 'public, max-age=31536000, immutable' : `private, max-age=${keyLife}, immutable`
}

const describe = (wish: Wish, reply: FastifyReply): void => {
  const { assetId, path } = wish
  void reply.headers({
    ...safeHeaders,
    'content-type': path.type,
    'cache-control': cacheControl(wish),
    // Both parts consist of letters, digits, dots and dashes.
    'content-disposition': `inline; filename="${assetId}-${path.file}"`,
  })
}

const bitrateOf = async ({ access }: Serving, wish: Wish): Promise<number | undefined> => {
  const { assetId, path } = wish
  if (path.kind !== 'file') return undefined
  const known = wish.access.bitrates.get(path.file)
  if (known !== undefined || !/^\d/.test(path.file)) return known
  // It became playable after we asked last.
  return (await access.of(assetId, { fresh: true }))?.bitrates.get(path.file)
}

/** Slows a long answer down to a little more than it is played with; see rules/pacing.ts. */
const pace = async (serving: Serving, wish: Wish, answer: { source: Readable; bytes: number }) => {
  const { deps, rates, paced } = serving
  const bitrate = await bitrateOf(serving, wish)
  if (bitrate === undefined) return answer.source
  const key = blobKey(wish.assetId, wish.path.file)
  const paceNow = () => paceOf(bitrate, rates.of(key, answer.bytes))
  paceNow()
  const one = pacedStream(answer.source, paceNow, pacingClock(deps.clock))
  paced.add(one)
  one.stream.once('close', () => paced.delete(one))
  return one.stream
}

const sendFile = async (
  serving: Serving,
  wish: Wish,
  { request, reply, file }: { request: MediaRequest; reply: FastifyReply; file: FoundFile },
): Promise<FastifyReply> => {
  const { assetId, path } = wish
  // An address never changes its bytes, so the name is its version.
  const tag =
    path.kind === 'file' ? `"${assetId}-${path.file}"` : `"${assetId}-${path.conversion}-${path.file}"`
  describe(wish, reply)
  void reply.headers({ 'accept-ranges': 'bytes', etag: tag })
  const { headers } = request
  if (namesTag(headers['if-none-match'], tag)) return reply.code(304).send()
  const ranged = rangeCounts(headers['if-range']?.toString(), tag) && request.method === 'GET'
  const range = ranged ? parseRange(headers.range, file.bytes) : null
  if (range === 'unsatisfiable') {
    void reply.removeHeader('content-type').removeHeader('content-disposition')
    return reply.code(416).header('content-range', `bytes */${file.bytes}`).send()
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 }
  const bytes = end - start + 1
  void reply.header('content-length', bytes)
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`)
  if (request.method === 'HEAD' || bytes === 0) return reply.send()
  const source = await file.read({ start, end })
  return reply.send(isPaced(bytes) ? await pace(serving, wish, { source, bytes: file.bytes }) : source)
}

const serveFile = async (
  serving: Serving,
  request: MediaRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  // For the failures below: what is missing now may be there in a moment.
  void reply.header('cache-control', 'no-store')
  const wish = await admit(serving, request)
  const { assetId, path } = wish
  if (path.kind === 'stream' && isGrowing(path)) {
    const text = await readPlaylist(serving.deps, assetId, path)
    describe(wish, reply)
    return reply.header('content-length', text.length).send(request.method === 'HEAD' ? undefined : text)
  }
  const file = await findFile(serving.deps, assetId, path)
  if (!file) throw new AppError('not_found')
  return sendFile(serving, wish, { request, reply, file })
}

/**
 * GET and HEAD of the files of an asset, with byte ranges (RFC 9110, section 14): `<file>`, `stream/<n>/<file>` for a
 * conversion under way, and either behind `~<expiry>.<signature>/`.
 */
export const serveFiles = (app: FastifyInstance, deps: ServingDeps): void => {
  const paced = new Set<PacedStream>()
  const serving: Serving = { deps, access: deps.access, rates: createNeededRates(deps), paced }
  // A server that stops waits for its answers: they need not take as long as the videos.
  app.addHook('preClose', async () => {
    for (const one of paced) one.release()
  })
  app.route<{ Params: { assetId: string; '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/v1/media/:assetId/*',
    schema: { hide: true },
    // A player asks for many small ranges; they cost no query.
    config: { rateLimit: false, servesFiles: true },
    exposeHeadRoute: false,
    // An answer that sets a cookie is one that no shared cache may keep.
    onSend: async (_request, reply) => {
      reply.removeHeader('set-cookie')
    },
    handler: (request, reply) => serveFile(serving, request, reply),
  })
}
