import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { alone } from './lock.mjs'
import { pathWithPinnedNode, pinnedNode, root } from './places.mjs'
import { SetUpError, step } from './progress.mjs'
import { run } from './run.mjs'

const web = join(root, 'apps/web')
const dist = join(web, 'dist')
const record = join(dist, '.sources-hash')
const sources = [web, join(root, 'packages/contract'), join(root, 'packages/metrics')]
/** Of a failed build the first lines name the file and the reason. */
const shownErrorLines = 15
const skippedFolders = new Set(['node_modules', 'dist'])

function* filesUnder(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name) && !entry.name.startsWith('.')) yield* filesUnder(path)
    } else if (!/\.test\.tsx?$/.test(entry.name)) yield path
  }
}

/** Changes whenever anything changes that the built web app depends on. */
function sourcesHash() {
  const hash = createHash('sha256')
  const singles = [join(root, 'package-lock.json'), join(root, 'tsconfig.base.json')]
  for (const path of [...singles, ...sources.flatMap((folder) => [...filesUnder(folder)])]) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

function isBuilt(hash) {
  return existsSync(record) && readFileSync(record, 'utf8').trim() === hash
}

function removeLeftovers() {
  for (const name of readdirSync(web)) {
    if (name.startsWith('.dist-')) rmSync(join(web, name), { recursive: true, force: true })
  }
}

async function build(hash) {
  removeLeftovers()
  const fresh = join(web, `.dist-${process.pid}`)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  const env = { ...process.env, PATH: pathWithPinnedNode(), NODE_ENV: 'production' }
  const result = await run(pinnedNode, args, { cwd: web, env })
  if (result.code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    const reason = result.output.trim().split('\n').slice(0, shownErrorLines).join('\n')
    throw new SetUpError(`the web app could not be built:\n${reason}`)
  }
  writeFileSync(join(fresh, '.sources-hash'), `${hash}\n`)
  // The finished folder takes the place of the old one by rename: an interrupted build is never served.
  if (existsSync(dist)) renameSync(dist, join(web, `.dist-old-${process.pid}`))
  renameSync(fresh, dist)
  removeLeftovers()
}

/** Builds the web app when its sources changed since the last build. */
export async function provideWebApp() {
  if (isBuilt(sourcesHash())) return
  await alone(async () => {
    const hash = sourcesHash()
    if (!isBuilt(hash)) await step('building the web app', () => build(hash))
  })
}
