import { programInPath } from '../provide-ffmpeg.mjs'
import { aptInstall, hasApt, isRoot } from './apt.mjs'
import { alone } from './lock.mjs'
import { say, step } from './progress.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return names.map(programInPath).find((path) => path !== null) ?? null
}

/** The path of a Chromium for the browser tests, or null after saying that they will be skipped. */
export async function provideChromium() {
  const found = findChromium()
  if (found !== null) return found
  if (isRoot() && hasApt()) {
    await alone(() => step('installing Chromium (apt-get)', () => aptInstall(['chromium'])))
    const installed = findChromium()
    if (installed !== null) return installed
  }
  say('no Chromium was found: the browser tests (e2e) are skipped.')
  say('Run `sudo apt-get install chromium` or set CHROMIUM_PATH to include them.')
  return null
}
