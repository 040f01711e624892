import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { apt } from './apt.mjs'
import { say } from './progress.mjs'
import { run } from './run.mjs'

const systemStatus = '/var/lib/dpkg/status'
const unpackTimeoutMs = 120_000

function field(paragraph, name) {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? ''
}

/** The names in a Depends or Provides field, without versions and architectures. */
function namesIn(text) {
  return text
    .split(/[,|]/)
    .map((part) => /^\s*([a-z0-9.+-]+)/.exec(part)?.[1])
    .filter((name) => name !== undefined)
}

/**
 * The status file of a system with nothing but what Debian calls essential or required, and what that
 * needs: this is what `--private` pretends, so that every library of FFmpeg is fetched. The C runtime
 * stays the system's own.
 */
function bareStatus() {
  const paragraphs = readFileSync(systemStatus, 'utf8').split('\n\n')
  const providers = new Map()
  for (const text of paragraphs) {
    for (const name of [field(text, 'Package'), ...namesIn(field(text, 'Provides'))]) {
      providers.set(name, [...(providers.get(name) ?? []), text])
    }
  }
  const isBase = (text) => /^(Essential: yes|Priority: required|Package: libstdc\+\+6)$/m.test(text)
  const kept = new Set(paragraphs.filter(isBase))
  // A set visits what is added to it while it is walked: this ends when nothing new is needed.
  for (const text of kept) {
    const needed = namesIn(`${field(text, 'Depends')},${field(text, 'Pre-Depends')}`)
    for (const name of needed) for (const provider of providers.get(name) ?? []) kept.add(provider)
  }
  return `${[...kept].join('\n\n')}\n`
}

/** apt with folders of its own: it reads the system's sources and keys and writes nothing outside. */
function privateAptOptions(folder, { ignoreSystem }) {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'log']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  const status = join(folder, 'status')
  writeFileSync(status, ignoreSystem ? bareStatus() : readFileSync(systemStatus))
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': status,
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': join(folder, 'log'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '',
    'APT::Update::Post-Invoke-Success::': 'true',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

/** Every folder below that holds a shared library, relative to `from`: the loader must be told each. */
function libraryFolders(folder, from) {
  const entries = readdirSync(folder, { withFileTypes: true })
  const here = entries.some((entry) => /^lib.*\.so(\.|$)/.test(entry.name)) ? [relative(from, folder)] : []
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== 'share')
  return [...here, ...below.flatMap((entry) => libraryFolders(join(folder, entry.name), from))]
}

/**
 * A command that finds its own libraries and fonts wherever the data folder is moved to. `exec` keeps the
 * process id, so that limits and signals reach FFmpeg itself.
 */
function wrapper(program, libraries) {
  const paths = libraries.map((path) => `$here/${path}`).join(':')
  return `#!/bin/sh
case "$0" in /*) here=\${0%/*}/.. ;; *) here=$PWD/\${0%/*}/.. ;; esac
LD_LIBRARY_PATH="${paths}"
FONTCONFIG_FILE="$here/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/root/usr/bin/${program}" "$@"
`
}

const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">root/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

function writeCommands(folder) {
  const libraries = libraryFolders(join(folder, 'root'), folder)
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'fonts.conf'), fontsConf)
  for (const program of ['ffmpeg', 'ffprobe']) {
    const path = join(folder, 'bin', program)
    writeFileSync(path, wrapper(program, libraries))
    chmodSync(path, 0o755)
  }
}

/** How many packages were unpacked, or null after saying why it failed. */
async function unpackArchives(archives, into) {
  const names = readdirSync(archives).filter((name) => name.endsWith('.deb'))
  for (const name of names) {
    const result = await run('dpkg', ['-x', join(archives, name), into], { timeoutMs: unpackTimeoutMs })
    if (result.code !== 0) {
      say(`${name} could not be unpacked: ${result.output.trim()}`)
      return null
    }
  }
  return names.length
}

/**
 * Downloads the packages of FFmpeg that are missing on this system and unpacks them into `folder`, without
 * being root. Answers the path of the command, or null after saying why not.
 */
export async function unpackPrivateFfmpeg(folder, { ignoreSystem = false } = {}) {
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(join(partial, 'root'), { recursive: true })
  const options = privateAptOptions(join(partial, 'apt'), { ignoreSystem })
  const download = ['install', '-y', '--no-install-recommends', '--download-only', 'ffmpeg']
  const downloaded = (await apt([...options, 'update'])) && (await apt([...options, ...download]))
  const unpacked = downloaded
    ? await unpackArchives(join(partial, 'apt/cache/archives'), join(partial, 'root'))
    : null
  if (!unpacked) rmSync(partial, { recursive: true, force: true })
  if (unpacked === null) return null
  if (unpacked === 0) {
    // The system believes that it has FFmpeg, yet none was usable: bring everything along.
    return ignoreSystem ? null : unpackPrivateFfmpeg(folder, { ignoreSystem: true })
  }
  writeCommands(partial)
  rmSync(join(partial, 'apt'), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  renameSync(partial, folder)
  return join(folder, 'bin/ffmpeg')
}
