import { access, constants, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '#config'
import { callControl, findOwner } from '#platform/control'
import { hasErrno } from '#platform/errors'
import { z } from 'zod'
import { isStarted } from '../backup/index.ts'
import type { Finding, Running } from './finding.ts'

const answerWithinMs = 5000
const neededNode = 24

const status = z.object({
  version: z.string(),
  processId: z.int(),
  // A worker has none.
  host: z.string().nullable(),
  port: z.int().nullable(),
  postgres: z.string(),
})

/** Asks the owner of the data folder; null when nobody owns it. */
export const findRunning = async (config: Config): Promise<Running | null> => {
  const signal = AbortSignal.timeout(answerWithinMs)
  const answer = await callControl(config.dataFolder, { command: 'status', signal }).catch(() => undefined)
  const told = status.safeParse(answer?.result)
  if (told.success) return told.data
  // Somebody is there who cannot answer that yet.
  const owner = answer === null ? null : await findOwner(config.dataFolder)
  return owner === null
    ? null
    : { processId: owner.pid, version: null, host: null, port: null, postgres: null }
}

export const checkProgram = (config: Config, running: Running | null): Finding => {
  const subject = 'program'
  const node = process.versions.node
  const found = `Busker ${config.version}, Node ${node}`
  if (Number(node.split('.')[0]) !== neededNode) {
    return { subject, state: 'fault', found, next: `Run "npm install", which brings Node ${neededNode}.` }
  }
  if (running === null || running.version === null || running.version === config.version)
    return { subject, state: 'ok', found }
  const next = 'Stop the running Busker and start it again.'
  return { subject, state: 'fault', found: `${found}, but Busker ${running.version} is running`, next }
}

/** The folder itself or the nearest one above it that exists. */
const nearest = async (path: string): Promise<string> => {
  let folder = path
  while ((await stat(folder).catch(() => null)) === null && dirname(folder) !== folder)
    folder = dirname(folder)
  return folder
}

const gibibyte = 1024 ** 3
const scarceBytes = gibibyte
const lowBytes = 5 * gibibyte

const checkSpace = async (folder: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(folder)
  const bytes = bavail * bsize
  const found = `${(bytes / gibibyte).toFixed(1)} GiB free`
  const next = 'Free some space, or set BUSKER_DATA to a folder on a larger disk.'
  if (bytes < scarceBytes) return { subject: 'disk', state: 'fault', found, next }
  return bytes < lowBytes
    ? { subject: 'disk', state: 'hint', found, next }
    : { subject: 'disk', state: 'ok', found }
}

const describeOwner = (running: Running): string =>
  running.version === null
    ? `used by process ${running.processId}, which does not answer yet`
    : `used by the running Busker (process ${running.processId})`

const checkFolder = async (config: Config, running: Running | null, place: string): Promise<Finding> => {
  const subject = 'data folder'
  const { dataFolder } = config
  const isFolder = (await stat(place)).isDirectory()
  const isWritable = await access(place, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const next = 'Give it to the user who starts Busker, or set BUSKER_DATA to another folder.'
  if (!isFolder)
    return { subject, state: 'fault', found: `${place} is a file`, next: 'Set BUSKER_DATA to a folder.' }
  if (!isWritable) return { subject, state: 'fault', found: `${place} is not writable`, next }
  if (place !== dataFolder) return { subject, state: 'ok', found: `${dataFolder}, made at the first start` }
  if (running !== null) return { subject, state: 'ok', found: `${dataFolder}, ${describeOwner(running)}` }
  const found = (await isStarted(config)) ? 'stopped' : 'never started'
  return { subject, state: 'ok', found: `${dataFolder}, ${found}` }
}

export const checkDataFolder = async (config: Config, running: Running | null): Promise<Finding[]> => {
  const place = await nearest(config.dataFolder)
  return [await checkFolder(config, running, place), await checkSpace(place)]
}

/** Null when the port can be listened on, else the reason. */
const tryPort = (host: string, port: number): Promise<unknown> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })

export const checkPort = async (config: Config, running: Running | null): Promise<Finding> => {
  const subject = 'port'
  const { host, port } = config
  if (running?.host === host && running.port === port) {
    return { subject, state: 'ok', found: `${host} ${port}, answered by the running Busker` }
  }
  const reason = await tryPort(host, port)
  if (reason === null) return { subject, state: 'ok', found: `${host} ${port} is free` }
  if (hasErrno(reason, 'EADDRINUSE')) {
    const next = 'Stop the program that uses it, or set BUSKER_PORT to another port.'
    return { subject, state: 'fault', found: `${host} ${port} is used by another program`, next }
  }
  const next = 'Set BUSKER_HOST and BUSKER_PORT to an address of this machine.'
  return { subject, state: 'fault', found: `${host} ${port} cannot be listened on`, next }
}

const webApp = fileURLToPath(new URL('../../../web/dist/index.html', import.meta.url))

export const checkWebApp = async (): Promise<Finding> =>
  (await stat(webApp).catch(() => null)) === null
    ? { subject: 'web app', state: 'fault', found: 'not built', next: 'Run "npm start", which builds it.' }
    : { subject: 'web app', state: 'ok', found: 'built' }
