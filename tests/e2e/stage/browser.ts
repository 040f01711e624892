import { chromium, type Browser } from 'playwright-core'
import { findChromium } from './readiness.ts'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** The Chromium of the machine with a profile that is thrown away. Its rules for starting videos stay as they are. */
export const openBrowser = async (more: readonly string[] = []): Promise<Browser> => {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium was found')
  return chromium.launch({ executablePath, args: [...args, ...more], timeout: 120_000 })
}
