// `npm test`: provides what is missing, then runs every test (or what the arguments name).
import { ffmpegEnv, provideFfmpeg } from './provide-ffmpeg.mjs'
import { provideChromium } from './set-up/chromium.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { handOver } from './set-up/hand-over.mjs'
import { runScript } from './set-up/progress.mjs'
import { provideWebApp } from './set-up/web-app.mjs'

await runScript(async () => {
  await provideDependencies()
  const ffmpeg = await provideFfmpeg()
  const chromium = await provideChromium()
  await provideWebApp()
  const env = { ...ffmpegEnv(ffmpeg), ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }) }
  handOver(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], env)
})
