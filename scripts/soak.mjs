// `npm run soak -- NAME …`: runs tests/soak/NAME.ts for as long as it takes and keeps its result.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ffmpegEnv, provideFfmpeg } from './provide-ffmpeg.mjs'
import { provideDependencies } from './set-up/dependencies.mjs'
import { root } from './set-up/places.mjs'
import { runScript, SetUpError } from './set-up/progress.mjs'
import { recordedRun } from './set-up/recorded-run.mjs'
import { provideWebApp } from './set-up/web-app.mjs'

const folder = join(root, 'tests/soak')

function knownNames() {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => /^[a-z0-9-]+\.ts$/.test(name)).map((name) => name.slice(0, -'.ts'.length))
}

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (!knownNames().includes(name)) {
    throw new SetUpError(
      `name one of these: npm run soak -- ${knownNames().join(' | ') || '(there is none yet)'}`,
    )
  }
  await provideDependencies()
  const ffmpeg = await provideFfmpeg()
  await provideWebApp()
  const ok = await recordedRun(join(folder, `${name}.ts`), { name, args, env: ffmpegEnv(ffmpeg) })
  if (!ok) process.exitCode = 1
})
