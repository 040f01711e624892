import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasApt, isRoot } from './apt.mjs'
import { alone } from './lock.mjs'
import { root } from './places.mjs'
import { say } from './progress.mjs'
import { run } from './run.mjs'

const patienceMs = 60_000
/** Lies with the packages: a fresh install of them is the occasion to try again. */
const record = join(root, 'node_modules/.bubblewrap-tried')

async function aptQuietly(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const options = ['-o', 'DPkg::Lock::Timeout=30', '-o', 'Acquire::Retries=0']
  const { code } = await run('apt-get', [...options, ...args], { env, timeoutMs: patienceMs })
  return code === 0
}

async function install() {
  // The lists at hand mostly know it; fetching new ones takes longer than the package itself.
  const fromHand = ['install', '-y', '--no-install-recommends', 'bubblewrap']
  return (await aptQuietly(...fromHand)) || ((await aptQuietly('update')) && aptQuietly(...fromHand))
}

/**
 * Installs bubblewrap, in which FFmpeg is locked in, where that needs no question: as root with apt-get. Tried once
 * and without complaint, since Busker works without it and `busker doctor` says so.
 */
export async function provideBubblewrap() {
  if (existsSync('/usr/bin/bwrap') || !isRoot() || !hasApt() || existsSync(record)) return
  await alone(async () => {
    if (existsSync('/usr/bin/bwrap') || existsSync(record)) return
    const done = await install()
    if (existsSync(join(root, 'node_modules'))) writeFileSync(record, `${done}\n`)
    if (done) say('installed bubblewrap, which keeps FFmpeg from the network and from other files')
  })
}
