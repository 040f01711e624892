// `npm run bench -- NAME?`: runs bench/*.bench.ts one after the other and keeps each one's result.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ffmpegEnv, provideFfmpeg } from './provide-ffmpeg.mjs'
import { provideChromium } from './set-up/chromium.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { root } from './set-up/places.mjs'
import { runScript, say, SetUpError } from './set-up/progress.mjs'
import { recordedRun } from './set-up/recorded-run.mjs'
import { provideWebApp } from './set-up/web-app.mjs'

const folder = join(root, 'bench')
const ending = '.bench.ts'

function knownNames() {
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
}

await runScript(async () => {
  const [wanted, ...args] = process.argv.slice(2)
  const names = knownNames().filter((name) => wanted === undefined || name === wanted)
  if (names.length === 0)
    throw new SetUpError(`there is no such bench; known: ${knownNames().join(', ') || 'none'}`)
  await provideDependencies()
  const chromium = await provideChromium()
  const env = {
    ...ffmpegEnv(await provideFfmpeg()),
    ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
  }
  await provideWebApp()
  for (const name of names) {
    say(`bench ${name}`)
    if (!(await recordedRun(join(folder, `${name}${ending}`), { name, args, env }))) process.exitCode = 1
  }
})
