import { fileURLToPath } from 'node:url'
import type { Config } from '#config'
import { examineFfmpeg, featuresOff, type Sandbox } from '#platform/ffmpeg'
import { discoverMigrations } from '#platform/migrations'
import { inspectEmbedded, inspectServer } from '#platform/postgres'
import { isStarted } from '../backup/index.ts'
import type { Finding, Running } from './finding.ts'

const sourceFolder = fileURLToPath(new URL('..', import.meta.url))
const pingWithinMs = 5000
const oldestPostgres = 15

const checkMigrations = async (applied: readonly string[]): Promise<Finding> => {
  const subject = 'migrations'
  const all = await discoverMigrations(sourceFolder)
  const known = all.filter(({ engine }) => engine === 'postgres').map(({ name }) => name)
  const newer = applied.filter((name) => !known.includes(name))
  const pending = known.filter((name) => !applied.includes(name))
  if (newer.length > 0) {
    const found = `the database was last used by a newer Busker (${newer.length} unknown migrations)`
    return {
      subject,
      state: 'fault',
      found,
      next: 'Start that version, or restore a backup made with this one.',
    }
  }
  if (pending.length === 0) return { subject, state: 'ok', found: 'none pending' }
  const next = applied.length === 0 ? 'Run "npm start".' : 'Stop Busker and run "npm run busker -- upgrade".'
  return { subject, state: 'hint', found: `${pending.length} pending`, next }
}

const checkServer = async (address: string): Promise<Finding[]> => {
  const subject = 'PostgreSQL'
  const server = await inspectServer(address)
  if ('fault' in server) {
    const found = `${server.place} does not let us in (${server.fault})`
    return [{ subject, state: 'fault', found, next: 'Check that it runs and that DATABASE_URL is right.' }]
  }
  const found = `version ${server.version} at ${server.place}`
  if (Number.parseInt(server.version, 10) < oldestPostgres) {
    const next = `Upgrade it to ${oldestPostgres} or newer, or leave DATABASE_URL empty to use the embedded one.`
    return [{ subject, state: 'fault', found, next }]
  }
  return [{ subject, state: 'ok', found }, await checkMigrations(server.applied)]
}

/** What is pending in a stopped embedded database can only be told by starting it, which a doctor does not do. */
const embeddedMigrations = async (config: Config, running: Running | null): Promise<Finding> => {
  const subject = 'migrations'
  if (running?.version === config.version) return { subject, state: 'ok', found: 'none pending' }
  const found = (await isStarted(config)) ? 'applied at the next start, if any' : 'applied at the first start'
  return { subject, state: 'ok', found }
}

/** The server of `DATABASE_URL`, or the embedded one. */
export const checkPostgres = async (config: Config, running: Running | null): Promise<Finding[]> => {
  if (config.databaseUrl !== undefined) return checkServer(config.databaseUrl)
  const subject = 'PostgreSQL'
  const migrations = await embeddedMigrations(config, running)
  if (running !== null && running.postgres !== null) {
    return [{ subject, state: 'ok', found: `${running.postgres}, running` }, migrations]
  }
  const embedded = await inspectEmbedded()
  if ('fault' in embedded) {
    const [found = '', ...next] = embedded.fault.split(/(?<=\.) /)
    return [{ subject, state: 'fault', found, next: next.join(' ') }]
  }
  const way = embedded.way === 'user namespace' ? 'in a user namespace' : embedded.way
  return [{ subject, state: 'ok', found: `embedded, run ${way}` }, migrations]
}

const ping = async (address: string): Promise<string | null> => {
  try {
    const answer = await fetch(new URL('/ping', address), { signal: AbortSignal.timeout(pingWithinMs) })
    return answer.ok ? null : `it answers ${answer.status}`
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return cause instanceof Error ? cause.message || cause.name : String(cause)
  }
}

/** The server of `CLICKHOUSE_URL`, or the embedded engine, of which only the library is looked at. */
export const checkClickhouse = async ({ clickhouseUrl }: Config): Promise<Finding> => {
  const subject = 'ClickHouse'
  if (clickhouseUrl === undefined) {
    try {
      await import('#platform/clickhouse')
      return { subject, state: 'ok', found: 'embedded' }
    } catch {
      const next = 'Run "npm install" again, or set CLICKHOUSE_URL to a server.'
      return { subject, state: 'fault', found: 'the embedded engine does not load here', next }
    }
  }
  const { host } = new URL(clickhouseUrl)
  const fault = await ping(clickhouseUrl)
  if (fault === null) return { subject, state: 'ok', found: `answers at ${host}` }
  const next = 'Check that it runs and that CLICKHOUSE_URL is right.'
  return { subject, state: 'fault', found: `${host} does not answer (${fault})`, next }
}

const describeSandbox = ({ level, network }: Sandbox): string => {
  if (level === 'isolated') return 'isolated: FFmpeg sees one file, writes to one folder and has no network'
  const reach = network ? 'and can reach the network' : 'without network'
  return level === 'limited'
    ? `limited: FFmpeg is held within bounds, but sees the files of this user ${reach}`
    : 'bare: FFmpeg runs without any bounds but time'
}

const checkSandbox = (sandbox: Sandbox): Finding => {
  const subject = 'sandbox'
  const found = describeSandbox(sandbox)
  if (sandbox.reason === '') return { subject, state: 'ok', found }
  const remedy =
    process.platform === 'linux' ? ' Install bubblewrap and util-linux, or allow user namespaces.' : ''
  return { subject, state: 'hint', found, next: `${sandbox.reason}${remedy}` }
}

/** FFmpeg, how far it is locked in, and what does not work with this one. */
export const checkFfmpeg = async (config: Config): Promise<Finding[]> => {
  const subject = 'FFmpeg'
  const examined = await examineFfmpeg(
    config.ffmpegPath === undefined ? {} : { ffmpegPath: config.ffmpegPath },
  )
  const ffmpeg = 'ffmpeg' in examined ? examined.ffmpeg : null
  const off = featuresOff(ffmpeg).map(({ feature, reason }): Finding => ({
    subject: 'video',
    state: 'hint',
    found: `off: ${feature}`,
    next: reason,
  }))
  if ('fault' in examined) {
    const next = 'Run "npm start", which provides one, or install FFmpeg 5.1 or newer.'
    // Without any FFmpeg Busker works with less; a wrong setting is the operator's to mend.
    const state = config.ffmpegPath === undefined ? 'hint' : 'fault'
    return [{ subject, state, found: examined.fault, next }, ...off]
  }
  const { version, path, sandbox } = examined.ffmpeg
  return [{ subject, state: 'ok', found: `${version} at ${path}` }, checkSandbox(sandbox), ...off]
}
