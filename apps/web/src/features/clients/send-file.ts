import type { ErrorBody } from '@busker/contract'
import { ApiError } from '#shared/api'

const errorOf = (request: XMLHttpRequest): ApiError => {
  const { status } = request
  if (status === 0) return new ApiError('network')
  try {
    const { error }: ErrorBody = JSON.parse(request.responseText)
    return new ApiError(error.code, { status, message: error.message, fields: error.fields ?? [] })
  } catch {
    // A proxy in between answered without our error body.
    return new ApiError(status === 413 ? 'import_too_large' : 'internal', { status })
  }
}

/** Sends the bytes of an import. Only this kind of request tells how far it is. */
export const sendFile = (importId: string, file: File, onProgress: (share: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/v1/imports/${encodeURIComponent(importId)}/file`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded / file.size))
    request.addEventListener('load', () => (request.status === 200 ? resolve() : reject(errorOf(request))))
    request.addEventListener('error', () => reject(errorOf(request)))
    request.send(file)
  })
