import type { ErrorBody } from '@busker/contract'
import type { UploadOptions } from 'tus-js-client'
import { DetailedError, defaultOptions, Upload } from 'tus-js-client'
import { ApiError } from '#shared/api'

const endpoint = '/v1/uploads'
const chunkBytes = 5 * 1024 * 1024
const retryDelaysMs = [0, 1000, 3000, 5000]
const networkRetryMs = 5000

/** The bytes to send and what they are called. */
export interface Outgoing {
  readonly blob: Blob
  readonly filename: string
  readonly filetype: string
  /** Names exactly these bytes: an unfinished upload of the same name goes on with them. */
  readonly fingerprint: string
}

/** The name of the bytes of a file as it was chosen; the same file chosen again has the same name. */
export const fingerprintOf = (file: File): string =>
  ['tus-br', file.name, file.type, file.size, file.lastModified, endpoint].join('-')

/** What a transfer tells about itself. */
export interface TransferEvents {
  onAsset(assetId: string): void
  onProgress(sentBytes: number): void
  onWaitingForNetwork(): void
  onGoingOn(): void
  onDone(): void
  onFailed(error: unknown): void
}

export interface RunningTransfer {
  pause(): void
  resume(): void
  /** Stops and deletes what the server has. */
  cancel(): Promise<void>
}

/** The code of a file that this device gives us no more. */
export const unreadableHere = 'unreadable_here'

const codeOfStatus = new Map([
  [401, 'not_signed_in'],
  [413, 'upload_too_large'],
  [507, 'disk_full'],
])

const errorOf = (failure: DetailedError): ApiError => {
  const status = failure.originalResponse?.getStatus() ?? 0
  try {
    const { error }: ErrorBody = JSON.parse(failure.originalResponse?.getBody() ?? '')
    return new ApiError(error.code, { status, message: error.message })
  } catch {
    // A proxy in between answered without our error body.
    return new ApiError(codeOfStatus.get(status) ?? 'internal', { status })
  }
}

/** No answer at all, too much at once, an older connection that has not ended yet, or a server that is away. */
const passing: ReadonlySet<number> = new Set([0, 409, 423, 429, 502, 503, 504])

const statusOf = (failure: Error | DetailedError): number | null =>
  failure instanceof DetailedError ? (failure.originalResponse?.getStatus() ?? 0) : null

/** A chosen file may have been moved or changed since; to the sender that looks as if there were no network. */
const isReadable = async (blob: Blob): Promise<boolean> => {
  try {
    await blob.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}

/** What ended a transfer; null when it is worth waiting for the server. */
const fatalError = async (failure: Error | DetailedError, blob: Blob): Promise<unknown> => {
  const status = statusOf(failure)
  if (status === null) return failure
  if (status === 0 && !(await isReadable(blob))) return new ApiError(unreadableHere)
  if (passing.has(status) || !(failure instanceof DetailedError)) return null
  return errorOf(failure)
}

const idOf = (url: string | null): string | null => url?.split('/').at(-1)?.split('?')[0] ?? null

/** The unfinished upload that these bytes belong to, as this browser remembers it. */
export const unfinishedAssetOf = async (fingerprint: string): Promise<string | null> => {
  const [previous] = await defaultOptions.urlStorage.findUploadsByFingerprint(fingerprint)
  return idOf(previous?.uploadUrl ?? null)
}

type Endings = Required<Pick<UploadOptions, 'onUploadUrlAvailable' | 'onProgress' | 'onSuccess' | 'onError'>>

const uploadOf = (outgoing: Outgoing, endings: Endings): Upload =>
  new Upload(outgoing.blob, {
    ...endings,
    endpoint,
    fingerprint: () => Promise.resolve(outgoing.fingerprint),
    chunkSize: chunkBytes,
    retryDelays: retryDelaysMs,
    metadata: { filename: outgoing.filename, filetype: outgoing.filetype },
    storeFingerprintForResuming: true,
    removeFingerprintOnSuccess: true,
  })

const listenNetwork = (on: () => void, off: () => void): (() => void) => {
  window.addEventListener('online', on)
  window.addEventListener('offline', off)
  return () => {
    window.removeEventListener('online', on)
    window.removeEventListener('offline', off)
  }
}

/**
 * Sends a file by the tus protocol. A broken network only delays it: the transfer goes on by itself where it was, and
 * after a reload when the same file is chosen again.
 */
export const startTransfer = (outgoing: Outgoing, events: TransferEvents): RunningTransfer => {
  let retryTimer = 0
  let held = false

  const go = (): void => {
    window.clearTimeout(retryTimer)
    if (held) return
    if (!navigator.onLine) return events.onWaitingForNetwork()
    events.onGoingOn()
    upload.start()
  }
  const hold = (): void => {
    held = true
    window.clearTimeout(retryTimer)
  }
  const announceAsset = (): void => {
    const assetId = idOf(upload.url)
    if (assetId) events.onAsset(assetId)
  }
  const waitOrFail = async (failure: Error | DetailedError): Promise<void> => {
    const error = await fatalError(failure, outgoing.blob)
    if (held) return
    if (error !== null) return events.onFailed(error)
    events.onWaitingForNetwork()
    retryTimer = window.setTimeout(go, networkRetryMs)
  }
  const upload = uploadOf(outgoing, {
    onUploadUrlAvailable: announceAsset,
    onProgress: (sentBytes) => events.onProgress(sentBytes),
    onSuccess: () => {
      stopListening()
      announceAsset()
      events.onDone()
    },
    onError: (failure) => void waitOrFail(failure),
  })
  const stopListening = listenNetwork(go, () => {
    if (held) return
    void upload.abort()
    events.onWaitingForNetwork()
  })
  const begin = async (): Promise<void> => {
    const [previous] = await upload.findPreviousUploads()
    if (previous) upload.resumeFromPreviousUpload(previous)
    go()
  }
  void begin()

  return {
    pause: () => {
      hold()
      void upload.abort()
    },
    resume: () => {
      held = false
      go()
    },
    cancel: async () => {
      hold()
      stopListening()
      await upload.abort(upload.url !== null)
    },
  }
}
