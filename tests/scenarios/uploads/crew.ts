import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { silentLog, startEmbeddedPostgres, systemClock } from '@busker/server'
import { leftProcesses, startServer, type ServerProcess } from '../server-process.ts'

/** A server and its worker in processes of their own, as two machines with a shared disk would run them. */
export interface Crew {
  readonly mediaFolder: string
  /** The address of the server; waits while it is down. */
  address(): Promise<string>
  /** Kills the server or the worker and starts it again. */
  killServer(): Promise<void>
  killWorker(): Promise<void>
  complaints(): string[]
  /** Stops everything; resolves with the lines of processes that would not go. */
  stop(): Promise<string[]>
}

const settings = { BUSKER_MEDIA_SIZES: '540,720', BUSKER_ENCODERS: '1' }

/** The address of the embedded server in the form of DATABASE_URL. */
const urlOf = ({ host, port, user, password, database }: Record<string, unknown>): string => {
  const url = new URL(`postgresql://localhost:${String(port)}/${String(database)}`)
  url.username = String(user)
  if (typeof password === 'string') url.password = password
  url.searchParams.set('host', String(host))
  return url.href
}

/** Starts a database server, a Busker of role `api` and one of role `worker` below the folder. */
export const openCrew = async (folder: string): Promise<Crew> => {
  const dataFolder = join(folder, 'database')
  const mediaFolder = join(folder, 'media')
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const postgres = await startEmbeddedPostgres({ dataFolder, log: silentLog(), clock: systemClock() })
  const env = {
    ...settings,
    BUSKER_MEDIA: mediaFolder,
    DATABASE_URL: urlOf({ ...postgres.connection }),
  }
  const start = (role: 'api' | 'worker'): ServerProcess =>
    startServer({
      dataFolder: join(folder, role),
      env: { ...env, BUSKER_ROLE: role },
      args: role === 'api' ? ['--empty'] : [],
    })
  const complaints: string[] = []
  let server = start('api')
  let address = server.ready
  await address
  let worker = start('worker')
  return {
    mediaFolder,
    address: () => address,
    killServer: async () => {
      await server.kill()
      complaints.push(...server.complaints())
      server = start('api')
      address = server.ready
      await address
    },
    killWorker: async () => {
      await worker.kill()
      complaints.push(...worker.complaints())
      worker = start('worker')
    },
    complaints: () => [...complaints, ...server.complaints(), ...worker.complaints()],
    stop: async () => {
      await Promise.all([server.stop(), worker.stop()])
      const left = await leftProcesses(join(folder, 'api'))
      left.push(...(await leftProcesses(join(folder, 'worker'))))
      await postgres.stop()
      return left
    },
  }
}
