import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { StartError } from '#platform/errors'
import { z } from 'zod'

/** A clip of a folder that `busker seed --clips` posts. */
export interface ListedClip {
  /** Absolute. */
  readonly file: string
  readonly caption: string
  readonly tags: readonly string[]
  /** Clips with the same hint suit the same account. */
  readonly authorHint: string
}

const maximumClips = 10_000
const manifestSchema = z.object({
  clips: z
    .array(
      z.object({
        file: z.string().min(1).max(1000),
        description: z.string().max(2000).default(''),
        tags: z.array(z.string().max(100)).max(50).default([]),
        attribution: z.string().max(1000).optional(),
        licence: z.string().max(200).optional(),
      }),
    )
    .max(maximumClips),
})
type Entry = z.infer<typeof manifestSchema>['clips'][number]

const tagOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}_]+/gu, '')

/** Licences like CC-BY ask that the author is named wherever the work is shown: the caption is that place. */
const captionOf = (entry: Entry): string => {
  const owed = entry.attribution !== undefined && !/^none\b/i.test(entry.attribution)
  return [entry.description.trim(), owed ? `(${entry.attribution}, ${entry.licence ?? 'see source'})` : '']
    .filter((part) => part !== '')
    .join(' ')
}

const listed = async (folder: string, entry: Entry): Promise<ListedClip> => {
  const file = resolve(folder, entry.file)
  const inside = relative(folder, file)
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new StartError(
      `The manifest names "${entry.file}", which lies outside of ${folder}. Correct it and try again.`,
    )
  }
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) {
    throw new StartError(
      `The manifest names "${entry.file}", but ${folder} has no such file. Correct it and try again.`,
    )
  }
  const tags = [...new Set(entry.tags.map(tagOf).filter((tag) => tag !== ''))]
  return { file, caption: captionOf(entry), tags, authorHint: tags[0] ?? 'clips' }
}

/**
 * Reads `manifest.json` of a folder of clips. Throws a `StartError` that names what is wrong.
 *
 * @example
 * const clips = await readManifest('./clips')
 */
export const readManifest = async (folderName: string): Promise<ListedClip[]> => {
  const folder = resolve(folderName)
  const file = join(folder, 'manifest.json')
  let raw: unknown
  try {
    raw = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read'
    throw new StartError(`${file} ${reason}. Give a folder with a manifest.json that lists its clips.`, {
      cause,
    })
  }
  const parsed = manifestSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const place = issue?.path.join('.') ?? ''
    throw new StartError(
      `${file} does not fit at "${place}": ${issue?.message ?? 'unknown'}. Correct it and try again.`,
    )
  }
  return Promise.all(parsed.data.clips.map((entry) => listed(folder, entry)))
}
