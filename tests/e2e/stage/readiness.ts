import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')

/** Real clips lie beside the checkout; a clone by itself has none. */
export const mediaFolder = resolve(root, '../shared/media')

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The Chromium that the scripts provide, or the one of the machine. */
export const findChromium = (): string | null => {
  const given = process.env['CHROMIUM_PATH']
  if (given !== undefined && given !== '') return given
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return paths.find(isExecutable) ?? null
}

/** Why the journeys cannot be made here, or null when they can. Throws when something is wrong and not just absent. */
export const reasonToSkip = (): string | null => {
  if (!existsSync(join(root, 'apps/web/dist/index.html')))
    throw new Error('apps/web/dist is missing: run `npm run e2e`, which builds the web app first.')
  if (!existsSync(join(mediaFolder, 'manifest.json')))
    return 'browser tests skipped: there are no clips in ../shared/media beside this checkout.'
  if (findChromium() !== null) return null
  const reason = 'there is no Chromium; install it or set CHROMIUM_PATH.'
  // Where everything else is provided, a missing browser must not pass for success.
  if (process.env['CI'] === 'true') throw new Error(`The browser tests cannot run: ${reason}`)
  return `browser tests skipped: ${reason}`
}
