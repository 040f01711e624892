import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { App } from '../app.ts'
import { readManifest } from '../demo/index.ts'
import { placeClip } from './place-clip.ts'

const seedBirthDate = '1990-01-01'

/** A handle that fits the contract, from whatever the manifest suggests. */
const handleFrom = (hint: string): string => {
  const plain = hint
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.]/g, '')
    .replace(/^[^a-z]+/, '')
    .slice(0, 18)
  return `${plain || 'clips'}_clips`
}

const hashFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

/** Posts every clip of a folder with a manifest.json. Clips that were posted before are left alone. */
export const seedClips = async (
  app: App,
  folder: string,
  onProgress: (line: string) => void,
): Promise<{ clips: number }> => {
  const clips = await readManifest(folder)
  for (const [index, clip] of clips.entries()) {
    const handle = handleFrom(clip.authorHint)
    const ownerId = await app.identity.createResident({
      handle,
      displayName: handle,
      birthDate: seedBirthDate,
    })
    const name = `seed-${(await hashFile(clip.file)).slice(0, 24)}`
    const caption = [clip.caption, ...clip.tags.map((tag) => `#${tag}`)].join(' ')
    await placeClip(app, { name, ownerId, file: clip.file, caption })
    onProgress(`posted ${index + 1} of ${clips.length}: ${clip.caption.slice(0, 60)}`)
  }
  return { clips: clips.length }
}
