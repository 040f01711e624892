// `npm start`: provides what is missing (packages, FFmpeg, the built web app), then starts the server.
import { ffmpegEnv, provideFfmpeg } from './provide-ffmpeg.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { handOver } from './set-up/hand-over.mjs'
import { runScript } from './set-up/progress.mjs'
import { provideWebApp } from './set-up/web-app.mjs'

await runScript(async () => {
  await provideDependencies()
  const ffmpeg = await provideFfmpeg()
  await provideWebApp()
  handOver(['apps/server/src/main.ts', 'start', ...process.argv.slice(2)], ffmpegEnv(ffmpeg))
})
