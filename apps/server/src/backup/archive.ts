import { createHash, type Hash } from 'node:crypto'
import { Transform } from 'node:stream'
import { StartError } from '#platform/errors'
import { z } from 'zod'

/** The names of an archive's own entries. The manifest comes first, the list of checksums last. */
export const manifestName = 'manifest.json'
export const checksumsName = 'checksums.json'

const trailerStart = '\nbusker-backup-end sha256='

/** Bytes behind the tar archive, which programs for tar ignore: a SHA-256 of everything before them. */
export const trailerBytes = trailerStart.length + 64 + 1

export const encodeTrailer = (hash: string): Buffer => Buffer.from(`${trailerStart}${hash}\n`, 'latin1')

/** The hash that a trailer tells, or null when these bytes are none. */
export const decodeTrailer = (bytes: Buffer): string | null => {
  const text = bytes.toString('latin1')
  const hash = text.slice(trailerStart.length, -1)
  return bytes.equals(encodeTrailer(hash)) && /^[0-9a-f]{64}$/.test(hash) ? hash : null
}

const checksum = z.object({ name: z.string().min(1), bytes: z.int().min(0), sha256: z.string().length(64) })
export const checksumList = z.object({ entries: z.array(checksum) })
export type Checksum = z.infer<typeof checksum>

/** Passes bytes on and remembers what they were. */
export const hashing = (): { stream: Transform; hash: Hash; bytes(): number } => {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, hash, bytes: () => bytes }
}

export const damagedArchive = (file: string, cause?: unknown): StartError =>
  new StartError(
    `${file} is damaged: its checksums do not fit its bytes. Nothing was changed; use another backup.`,
    {
      cause,
    },
  )

export const noArchive = (file: string): StartError =>
  new StartError(`${file} is cut off or is not a backup of Busker. Nothing was changed; use another backup.`)

/** Undefined, which fits no schema, when these bytes are no JSON. */
export const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
