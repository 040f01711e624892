// `npm run gen`: writes every generated file anew.
import { provideDependencies } from './set-up/dependencies.mjs'
import { handOver } from './set-up/hand-over.mjs'
import { runScript } from './set-up/progress.mjs'

await runScript(async () => {
  await provideDependencies()
  handOver(['apps/server/src/main.ts', 'gen', ...process.argv.slice(2)])
})
