import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leftProcesses, startServer } from '../../scenarios/server-process.ts'

/** A real server in a process of its own, on a data folder of its own. */
export interface House {
  /** `http://127.0.0.1:…` */
  readonly address: string
  /** The same by name: passkeys belong to a name, never to a number. */
  readonly namedAddress: string
  readonly dataFolder: string
  /** A place for files of the tests, gone with the house. */
  readonly scratchFolder: string
  close(): Promise<void>
}

/** @param feed - in the order of time unless told, so that a test knows what comes next */
export const openHouse = async (feed: 'newest' | 'recommended' = 'newest'): Promise<House> => {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'busker-e2e-'))
  const dataFolder = join(scratchFolder, 'data')
  const server = startServer({ dataFolder, env: { BUSKER_FEED: feed, BUSKER_SANDBOX_SPEED: '100000' } })
  const close = async (): Promise<void> => {
    await server.stop()
    await leftProcesses(dataFolder)
    await rm(scratchFolder, { recursive: true, force: true })
  }
  try {
    const address = await server.ready
    const namedAddress = address.replace('127.0.0.1', 'localhost')
    return { address, namedAddress, dataFolder, scratchFolder, close }
  } catch (error) {
    await close()
    throw error
  }
}
