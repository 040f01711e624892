// `npm run check`: everything that can be judged without running Busker. Two tools at a time, the slowest
// first; the output of a failing one is shown at the end. Names as arguments run only those.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, relative } from 'node:path'
import { provideDependencies } from './set-up/dependencies.mjs'
import { pathWithPinnedNode, pinnedNode, root } from './set-up/places.mjs'
import { runScript, SetUpError } from './set-up/progress.mjs'

const bin = (name) => ['node_modules/.bin', name].join('/')

/** What did not change since the last check is not checked again. */
const incremental = (folder) => [
  '--incremental',
  '--tsBuildInfoFile',
  join(root, 'node_modules/.cache/tsc', `${folder.replaceAll('/', '-')}.tsbuildinfo`),
]

/** Each folder with a tsconfig.json is a program of its own for the compiler. */
function typeChecks() {
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
  )
  return [...packages, join(root, 'tests')]
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
    .map((folder) => relative(root, folder))
    .map((folder) => ({ name: `tsc ${folder}`, command: [bin('tsc'), '-p', folder, ...incremental(folder)] }))
}

function allChecks() {
  return [
    { name: 'oxlint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'tidy', command: [pinnedNode, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'tidy'] },
    { name: 'knip', command: [bin('knip'), '--no-progress', '--no-config-hints'] },
    ...typeChecks(),
    { name: 'boundaries', command: [pinnedNode, 'scripts/boundaries.mjs'] },
    { name: 'generated', command: [pinnedNode, 'apps/server/src/main.ts', 'gen', '--check'] },
    { name: 'oxfmt', command: [bin('oxfmt'), '--check', '.'] },
  ]
}

function runCheck({ name, command }) {
  const [program, ...args] = command
  const startedAt = performance.now()
  const env = { ...process.env, PATH: pathWithPinnedNode(), NO_COLOR: '1', FORCE_COLOR: undefined }
  return new Promise((settle) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    const end = (ok) => settle({ name, ok, output, seconds: (performance.now() - startedAt) / 1000 })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => {
      output += error.message
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}

/** Takes the next check as soon as a core is free. */
async function runChecks(checks) {
  const waiting = [...checks]
  const results = []
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check)
      results.push(result)
      const mark = result.ok ? 'ok    ' : 'FAILED'
      process.stdout.write(`${mark} ${result.seconds.toFixed(1).padStart(5)} s  ${result.name}\n`)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, cpus().length)) }, worker))
  return results
}

await runScript(async () => {
  await provideDependencies()
  const wanted = process.argv.slice(2)
  const chosen = allChecks().filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(' ')[0]))
  if (chosen.length === 0) throw new SetUpError('no such check; known: tidy oxlint knip tsc boundaries oxfmt')
  const startedAt = performance.now()
  const results = await runChecks(chosen)
  const failed = results.filter(({ ok }) => !ok)
  for (const { name, output } of failed) process.stdout.write(`\n── ${name}\n${output.trimEnd()}\n`)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(
    `\ncheck: ${results.length - failed.length} passed, ${failed.length} failed in ${seconds} s\n`,
  )
  if (failed.length > 0) process.exitCode = 1
})
