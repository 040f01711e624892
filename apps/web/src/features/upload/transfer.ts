import type { ErrorBody } from '@busker/contract'
import type { UploadOptions } from 'tus-js-client'
import { DetailedError, Upload } from 'tus-js-client'
import { ApiError } from '#shared/api'

const chunkBytes = 5 * 1024 * 1024
const retryDelaysMs = [0, 1000, 3000, 5000]
const networkRetryMs = 5000

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

const errorOf = (failure: DetailedError): ApiError => {
  const status = failure.originalResponse?.getStatus() ?? 0
  try {
    const { error }: ErrorBody = JSON.parse(failure.originalResponse?.getBody() ?? '')
    return new ApiError(error.code, { status, message: error.message })
  } catch {
    return new ApiError(status === 413 ? 'upload_too_large' : 'internal', { status })
  }
}

/** The server did not answer, or cannot right now: worth waiting for. */
const isPassing = (failure: Error | DetailedError): failure is DetailedError => {
  if (!(failure instanceof DetailedError)) return false
  const status = failure.originalResponse?.getStatus() ?? 0
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504
}

const idOf = (url: string | null): string | null => url?.split('/').at(-1)?.split('?')[0] ?? null

type Endings = Required<Pick<UploadOptions, 'onUploadUrlAvailable' | 'onProgress' | 'onSuccess' | 'onError'>>

const uploadOf = (file: File, endings: Endings): Upload =>
  new Upload(file, {
    ...endings,
    endpoint: '/v1/uploads',
    chunkSize: chunkBytes,
    retryDelays: retryDelaysMs,
    metadata: { filename: file.name, filetype: file.type },
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
export const startTransfer = (file: File, events: TransferEvents): RunningTransfer => {
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
  const upload = uploadOf(file, {
    onUploadUrlAvailable: announceAsset,
    onProgress: (sentBytes) => events.onProgress(sentBytes),
    onSuccess: () => {
      stopListening()
      announceAsset()
      events.onDone()
    },
    onError: (failure) => {
      if (!isPassing(failure))
        return events.onFailed(failure instanceof DetailedError ? errorOf(failure) : failure)
      events.onWaitingForNetwork()
      retryTimer = window.setTimeout(go, networkRetryMs)
    },
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
