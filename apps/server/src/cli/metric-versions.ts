import type { MetricDefinition } from '@busker/contract'
import { z } from 'zod'

const recorded = z.record(z.string(), z.object({ version: z.int(), hash: z.string() }))
export type RecordedVersions = z.infer<typeof recorded>

type Definition = Pick<MetricDefinition, 'metricId' | 'version' | 'hash'>

/** The versions that a file holds; of no file none. */
export const parseVersions = (text: string): RecordedVersions => recorded.parse(JSON.parse(text || '{}'))

/** Each definition with its version and hash, as the text of a file, by name. */
export const writeVersions = (definitions: readonly Definition[]): string => {
  const sorted = definitions.toSorted((one, other) => (one.metricId < other.metricId ? -1 : 1))
  const versions = Object.fromEntries(
    sorted.map(({ metricId, version, hash }) => [metricId, { version, hash }]),
  )
  return `${JSON.stringify(versions, null, 2)}\n`
}

/** Definitions that mean something else under the version they had; each as a sentence. */
export const silentChanges = (before: RecordedVersions, definitions: readonly Definition[]): string[] =>
  definitions.flatMap(({ metricId, version, hash }) => {
    const known = before[metricId]
    if (known === undefined || known.hash === hash || version > known.version) return []
    return [
      `The definition of "${metricId}" computes something else than version ${known.version} did. Raise its version to ${known.version + 1} and say in CHANGELOG.md what changed.`,
    ]
  })
