import type { Clip } from './clips.ts'
import type { Answer, HttpClient } from './http-client.ts'

const tus = { 'tus-resumable': '1.0.0' }
const offsetBytes = { 'content-type': 'application/offset+octet-stream' }

/** Begins an upload; the answer's `location` names it. */
export const beginUpload = (client: HttpClient, address: string, clip: Clip): Promise<Answer> => {
  const filename = Buffer.from(clip.name).toString('base64')
  const headers = {
    ...tus,
    'upload-length': String(clip.bytes.length),
    'upload-metadata': `filename ${filename}`,
    'content-length': '0',
  }
  return client.send(address, { method: 'POST', path: '/v1/uploads', headers })
}

/** How many bytes the server has. */
export const offsetOf = async (client: HttpClient, address: string, path: string): Promise<number> => {
  const answer = await client.send(address, { method: 'HEAD', path, headers: tus })
  return answer.status === 200 ? Number(answer.headers['upload-offset']) : Number.NaN
}

/** Sends the rest of an upload from an offset on; in pieces, if it shall take its time. */
export const sendRest = (
  client: HttpClient,
  address: string,
  rest: {
    path: string
    offset: number
    bytes: Uint8Array
    pieces?: number
    pieceMs?: number
  },
): Promise<Answer> =>
  client.send(address, {
    method: 'PATCH',
    path: rest.path,
    headers: { ...tus, ...offsetBytes, 'upload-offset': String(rest.offset) },
    body: rest.bytes.subarray(rest.offset),
    pieces: rest.pieces ?? 1,
    pieceMs: rest.pieceMs ?? 10,
  })

/** Uploads a whole clip and resolves with the id of its asset. */
export const uploadClip = async (client: HttpClient, address: string, clip: Clip): Promise<string> => {
  const begun = await beginUpload(client, address, clip)
  const path = begun.headers.location ?? ''
  const answer = await sendRest(client, address, { path, offset: 0, bytes: clip.bytes })
  if (answer.status !== 204) throw new Error(`the upload was answered ${answer.status}: ${answer.text}`)
  return path.split('/').at(-1) ?? ''
}
