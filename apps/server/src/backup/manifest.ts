import { StartError } from '#platform/errors'
import { z } from 'zod'
import { parseJson } from './archive.ts'

/** Raised when a program of today could not read what is written from then on. */
export const archiveFormat = 1

const count = z.int().min(0)
const applied = z.array(z.object({ name: z.string(), checksum: z.string() }))
const place = { schema: z.string().min(1), name: z.string().min(1) }

const manifest = z.object({
  format: z.literal(archiveFormat),
  version: z.string(),
  createdAt: z.iso.datetime(),
  migrations: z.object({ postgres: applied, clickhouse: applied }),
  tables: z.array(z.object({ ...place, columns: z.array(z.string()).min(1), rows: count })),
  sequences: z.array(z.object({ ...place, lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() })),
  journal: z.object({ end: count, segments: count }),
  blobs: z.object({ files: count, bytes: count }),
  uploads: z.object({ files: count, bytes: count }),
  /** Settings that differed from their defaults; never an address with a password. */
  settings: z.record(z.string(), z.string()),
})

/** What is in an archive, and from which state of the program. */
export type Manifest = z.infer<typeof manifest>

const beginning = z.object({ format: z.int(), version: z.string() })

/** Reads the manifest of an archive whose checksums are right already. */
export const parseManifest = (bytes: Buffer, file: string): Manifest => {
  const json = parseJson(bytes)
  const start = beginning.safeParse(json)
  if (start.success && start.data.format > archiveFormat) {
    throw new StartError(
      `${file} was written by a newer Busker (${start.data.version}) in a form that this one cannot read. Restore it with that version.`,
    )
  }
  const parsed = manifest.safeParse(json)
  if (parsed.success) return parsed.data
  throw new StartError(`${file} is not a backup that Busker can read. Use another backup.`)
}
