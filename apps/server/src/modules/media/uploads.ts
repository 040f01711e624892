import { AsyncLocalStorage } from 'node:async_hooks'
import { createWriteStream } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FileStore, type Configstore } from '@tus/file-store'
import { Server, Upload } from '@tus/server'
import {
  assetId as assetIdSchema,
  errorCatalog,
  uploadPath,
  type AssetId,
  type PersonId,
} from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { failureBody, personIdOf, toAppError } from '#platform/http'
import { deleteOwn, getOwn, queueAsset } from './assets.ts'
import type { MediaDeps } from './deps.ts'
import type { EarlyConversions } from './pipeline/early.ts'
import { findAssets, insertAsset, type AssetRow } from './store/assets.ts'

/** Room for a file name that people can still read. */
const longestFilename = 200

interface Caller {
  readonly personId: PersonId
  readonly requestId: string
}

const syncFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

/** An expected failure in the form that tus passes on to the client. */
class TusFailure extends Error {
  readonly status_code: number
  readonly body: string

  constructor(error: unknown, requestId: string) {
    const failure = toAppError(error)
    super(failure.message, { cause: error })
    this.status_code = failure.status
    this.body = JSON.stringify(failureBody(failure.code, requestId))
  }
}

/** What tus would keep in a file beside each upload is in our row already. */
const noRecords: Configstore = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
}

/** Bytes that are there; none when the process ended between the row and the file. Nothing is cut off. */
const bytesAt = async (path: string): Promise<number> => {
  const file = await open(path, 'a')
  const { size } = await file.stat().finally(() => file.close())
  return size
}

/**
 * The library's store of files, with three steps of our own. What is known of an upload comes from its row, so that a
 * crash cannot leave one without the other. The library's write says neither why it failed, so that a full disk would
 * look like a fault of ours, nor does it sync before the bytes are acknowledged.
 */
const openUploadStore = ({ uploadFolder, db }: MediaDeps): FileStore => {
  const store = new FileStore({ directory: uploadFolder, configstore: noRecords })
  store.create = async (upload) => {
    const path = join(uploadFolder, upload.id)
    await bytesAt(path)
    upload.storage = { type: 'file', path }
    return upload
  }
  store.getUpload = async (id) => {
    const parsed = assetIdSchema.safeParse(id)
    const [row] = parsed.success ? await findAssets(db.pool, [parsed.data]) : []
    if (row?.state !== 'uploading') throw new TusFailure(new AppError('not_found'), '')
    const path = join(uploadFolder, row.assetId)
    return new Upload({
      ...{ id, size: Number(row.totalBytes), offset: await bytesAt(path) },
      ...{ metadata: { filename: row.filename }, creation_date: row.createdAt.toISOString() },
      storage: { type: 'file', path },
    })
  }
  store.write = async (source, id, offset) => {
    const file = createWriteStream(join(uploadFolder, id), { flags: 'r+', start: offset, flush: true })
    await pipeline(source, file)
    return offset + file.bytesWritten
  }
  return store
}

/** Whether a file of this size fits on the disk now: it is said before the first byte is sent. */
const hasRoom = async (folder: string, bytes: number): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= bytes
}

const createTus = (
  deps: MediaDeps,
  callers: AsyncLocalStorage<Caller>,
  early: EarlyConversions | null,
): Server =>
  new Server({
    path: uploadPath,
    datastore: openUploadStore(deps),
    maxSize: deps.limits.maximumBytes,
    relativeLocation: true,
    // Pages of other origins have no business here; without this the library allows all of them.
    allowedOrigins: () => false,
    namingFunction: () => deps.ids.uuid(),
    onUploadCreate: async (_request, upload) => {
      const caller = callers.getStore()
      if (!caller) throw new TusFailure(new AppError('not_signed_in'), '')
      // Without a length nobody could tell a complete upload from a broken one.
      if (upload.size === undefined || upload.size === 0)
        throw new TusFailure(new AppError('invalid_request'), caller.requestId)
      if (!(await hasRoom(deps.uploadFolder, upload.size)))
        throw new TusFailure(new AppError('disk_full'), caller.requestId)
      const filename = (upload.metadata?.['filename'] ?? 'video').slice(0, longestFilename)
      await insertAsset(deps.db.pool, {
        assetId: upload.id as AssetId,
        ownerId: caller.personId,
        filename,
        totalBytes: BigInt(upload.size),
        state: 'uploading',
        createdAt: deps.clock.now(),
      })
      early?.begin({ assetId: upload.id as AssetId, totalBytes: upload.size })
      return {}
    },
    onUploadFinish: async (_request, upload) => {
      await syncFile(join(deps.uploadFolder, upload.id))
      await queueAsset(deps, upload.id as AssetId)
      return {}
    },
    onResponseError: (_request, error) => {
      const requestId = callers.getStore()?.requestId ?? ''
      if ('status_code' in error) {
        if (error.body.startsWith('{')) return undefined
        const code =
          error.status_code === 413 ? 'upload_too_large' : error.status_code === 404 ? 'not_found' : null
        return code
          ? { status_code: error.status_code, body: JSON.stringify(failureBody(code, requestId)) }
          : undefined
      }
      deps.log.error('upload.failed', error, { requestId })
      return new TusFailure(error, requestId)
    },
  })

/** The caller's upload that this address names; null for the address where uploads begin. */
const ownUpload = async (
  deps: MediaDeps,
  request: FastifyRequest,
  personId: PersonId,
): Promise<AssetRow | null> => {
  const path = request.url.split('?')[0] ?? ''
  if (path === uploadPath || path === `${uploadPath}/`) return null
  const parsed = assetIdSchema.safeParse(path.slice(uploadPath.length + 1))
  if (!parsed.success) throw new AppError('not_found')
  return getOwn(deps, parsed.data, personId)
}

/**
 * Answers what tus cannot know: an upload that is complete leaves the folder of tus soon, and a client that lost the last
 * answer must still learn that it is done, or it would send everything again. Cancelling goes through our row.
 */
const answerOurselves = async (
  deps: MediaDeps,
  { method }: FastifyRequest,
  row: AssetRow,
): Promise<{ status: number; headers: Record<string, string> } | null> => {
  const headers = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' }
  if (method === 'DELETE') {
    await deleteOwn(deps, row.assetId, row.ownerId)
    return { status: 204, headers }
  }
  if (row.state === 'uploading') return null
  if (method !== 'HEAD') throw new AppError('invalid_request')
  const length = String(row.totalBytes)
  return { status: 200, headers: { ...headers, 'upload-offset': length, 'upload-length': length } }
}

/** Speaks the tus 1.0 protocol below `/v1/uploads`. */
export const mountUploads = (app: FastifyInstance, deps: MediaDeps, early: EarlyConversions | null): void => {
  const callers = new AsyncLocalStorage<Caller>()
  const tus = createTus(deps, callers, early)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const personId = personIdOf(request)
    if (personId === null) throw new AppError('not_signed_in')
    const row = await ownUpload(deps, request, personId)
    const answer = row === null ? null : await answerOurselves(deps, request, row)
    if (answer !== null) return reply.code(answer.status).headers(answer.headers).send()
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    await callers.run({ personId, requestId: request.id }, () => tus.handle(request.raw, reply.raw))
  }
  app.register(async (scope) => {
    // The body is a stream for tus, never parsed.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const schema = { hide: true, description: errorCatalog.upload_too_large[1] }
    for (const url of [uploadPath, `${uploadPath}/*`]) {
      scope.route({ method: ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'], url, schema, handler })
    }
  })
}
