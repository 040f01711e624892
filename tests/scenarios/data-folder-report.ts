import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { DataFolderReport } from '../../apps/server/src/testing/report-data-folder.ts'

export type { DataFolderReport }

const program = resolve(import.meta.dirname, '../../apps/server/src/testing/report-data-folder.ts')

/** Opens a stopped data folder in a process of its own and tells what is in it. */
export const readDataFolder = async (dataFolder: string): Promise<DataFolderReport> => {
  const options = {
    maxBuffer: 256 * 1024 * 1024,
    timeout: 120_000,
    env: { ...process.env, NODE_OPTIONS: '' },
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, dataFolder], options)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as DataFolderReport
}
