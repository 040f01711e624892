import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonId } from '@busker/contract'
import type { App } from '../app.ts'
import { clipFileName, demoTown, renderClip, type TownClip } from '../demo/index.ts'
import { makeDemoAgency } from './demo-agency.ts'
import { readDemoState, writeDemoState } from './demo-state.ts'
import { placeClip } from './place-clip.ts'

/** Residents are grown up; the date is nobody's. */
const residentBirthDate = '1990-01-01'

export interface DemoProgress {
  readonly done: number
  readonly of: number
  readonly caption: string
}

export interface DemoOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: DemoProgress) => void
}

const exists = async (file: string): Promise<boolean> => (await stat(file).catch(() => null)) !== null

/** Renders a clip into the cache once. */
const cachedClip = async (app: App, clip: TownClip, signal: AbortSignal): Promise<string> => {
  const folder = app.engines.paths.demo
  const file = join(folder, clipFileName(clip))
  if (await exists(file)) return file
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!app.ffmpeg) return file
  await renderClip(clip, app.ffmpeg, { file, signal })
  return file
}

/** A town is made only in an empty instance that nobody asked to stay empty. */
export const wantsDemo = async (app: App, empty: boolean): Promise<boolean> => {
  const state = await readDemoState(app.engines.paths.demo)
  if (state !== 'none') return state === 'making'
  if (empty || (await app.identity.hasAccounts()) || !app.ffmpeg) return false
  await writeDemoState(app.engines.paths.demo, 'making')
  return true
}

/** Makes the demo town: people first, then one clip after the other. Goes on where it was interrupted. */
export const makeDemoTown = async (app: App, options: DemoOptions): Promise<void> => {
  const town = demoTown()
  const residents = new Map<string, PersonId>()
  for (const person of town.people) {
    const { handle, displayName } = person
    const personId = await app.identity.createResident({ handle, displayName, birthDate: residentBirthDate })
    residents.set(handle, personId)
  }
  for (const [index, clip] of town.clips.entries()) {
    if (options.signal.aborted) return
    const ownerId = residents.get(clip.author)
    if (ownerId === undefined) continue
    const file = await cachedClip(app, clip, options.signal)
    await placeClip(app, {
      name: `demo-${clip.id}`,
      ownerId,
      file,
      caption: [clip.caption, ...clip.tags.map((tag) => `#${tag}`)].join(' '),
    })
    options.onProgress({ done: index + 1, of: town.clips.length, caption: clip.caption })
  }
  await makeDemoAgency(app, options.signal)
  if (!options.signal.aborted) await writeDemoState(app.engines.paths.demo, 'complete')
}
