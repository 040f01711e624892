// `node scripts/complete-lock.mjs [--check]`, after every `npm install`: enters into package-lock.json the
// packages for other platforms that npm left out because the registry did not serve them at that moment.
// Without these entries `npm ci` refuses the lock file on every platform, although none of them is needed.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './set-up/places.mjs'
import { runScript, say, SetUpError } from './set-up/progress.mjs'

const systems = { darwin: 'darwin', linux: 'linux', win32: 'win32', windows: 'win32', freebsd: 'freebsd' }
const otherSystems = { android: 'android', openharmony: 'openharmony', sunos: 'sunos', netbsd: 'netbsd' }
const processors = [
  'x64',
  'arm64',
  'arm',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]

/** What the name of a platform package says about where it can be installed; null when it says nothing. */
export function platformOf(name) {
  const parts = name.split(/[/-]/)
  const known = { ...systems, ...otherSystems }
  const os = parts.map((part) => known[part]).find((found) => found !== undefined)
  const cpu = parts.find((part) => processors.includes(part))
  if (cpu === undefined) return null
  const libc = parts.includes('musl') ? 'musl' : parts.includes('gnu') && os === 'linux' ? 'glibc' : undefined
  return {
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(os === undefined ? {} : { os: [os] }),
  }
}

function isLocked(packages, owner, name) {
  const parts = owner.split('/node_modules/')
  const above = parts.map(
    (_, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/node_modules/${name}`,
  )
  return [`node_modules/${name}`, ...above].some((path) => packages[path] !== undefined)
}

/** The entries that the lock file lacks: exact versions of optional platform packages. */
export function missingEntries(packages) {
  const missing = {}
  for (const [owner, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      if (platform === null || !/^\d/.test(version) || isLocked(packages, owner, name)) continue
      const dev = entry.dev === true ? { dev: true } : {}
      missing[`node_modules/${name}`] = { version, ...dev, optional: true, ...platform }
    }
  }
  return missing
}

async function main(args) {
  const file = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingEntries(lock.packages)
  const count = Object.keys(missing).length
  if (count === 0) return say('package-lock.json is complete')
  if (args.includes('--check')) {
    throw new SetUpError(
      `package-lock.json lacks ${count} platform packages; run node scripts/complete-lock.mjs`,
    )
  }
  const entries = Object.entries({ ...lock.packages, ...missing })
  // npm sorts by name, with the root and the workspaces among the rest.
  entries.sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
  say(`package-lock.json: ${count} platform packages added`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(() => main(process.argv.slice(2)))
