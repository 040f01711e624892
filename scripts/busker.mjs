// `npm run -s busker -- …`: the command line of Busker, also in a fresh clone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ffmpegEnv, programInPath } from './provide-ffmpeg.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { handOver } from './set-up/hand-over.mjs'
import { dataFolder } from './set-up/places.mjs'
import { runScript } from './set-up/progress.mjs'

/** A command must answer at once, so an FFmpeg is only looked for here, never provided or tried out. */
function knownFfmpeg() {
  const unpacked = join(dataFolder(), 'ffmpeg/bin/ffmpeg')
  return process.env.FFMPEG_PATH || programInPath('ffmpeg') || (existsSync(unpacked) ? unpacked : null)
}

await runScript(async () => {
  await provideDependencies()
  handOver(['apps/server/src/main.ts', ...process.argv.slice(2)], ffmpegEnv(knownFfmpeg()))
})
