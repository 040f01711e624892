import { existsSync } from 'node:fs'
import { say } from './progress.mjs'
import { run } from './run.mjs'

const aptTimeoutMs = 8 * 60_000

export function isRoot() {
  return process.getuid?.() === 0
}

/** Debian, Ubuntu and their children. */
export function hasApt() {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg')
}

/** Runs apt-get without questions; answers whether it went well and says its last lines when not. */
export async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const result = await run('apt-get', args, { env, timeoutMs: aptTimeoutMs })
  if (result.code !== 0) {
    say(`\`apt-get ${args.at(-1)}\` failed:`)
    for (const line of result.output.trim().split('\n').slice(-6)) say(`  ${line}`)
  }
  return result.code === 0
}

/** Installs system packages; only root may. Another apt-get at work is waited for. */
export async function aptInstall(packages) {
  const patience = ['-o', 'DPkg::Lock::Timeout=120']
  // A failed update is no reason to stop: the lists at hand may be good enough.
  await apt([...patience, 'update'])
  return apt([...patience, 'install', '-y', '--no-install-recommends', ...packages])
}
