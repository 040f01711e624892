// `npm test`: provides what is missing, then runs every test, in a real browser too (or what the arguments name).
// `npm run e2e` is this script with the project of the browser tests.
import { ffmpegEnv, provideFfmpeg } from './provide-ffmpeg.mjs'
import { provideChromium } from './set-up/chromium.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { handOver } from './set-up/hand-over.mjs'
import { runScript } from './set-up/progress.mjs'
import { provideWebApp } from './set-up/web-app.mjs'

const leavesOutBrowser = (args) =>
  args.includes('!e2e') || !(args.length === 0 || args.some((arg) => arg.includes('e2e')))

await runScript(async () => {
  const args = process.argv.slice(2)
  await provideDependencies()
  const ffmpeg = await provideFfmpeg()
  const chromium = leavesOutBrowser(args) ? null : await provideChromium()
  await provideWebApp()
  const env = { ...ffmpegEnv(ffmpeg), ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }) }
  handOver(['node_modules/vitest/vitest.mjs', 'run', ...args], env)
})
