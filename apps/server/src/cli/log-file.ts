import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLog, type Log, type LogLevel } from '#platform/log'

const largestBytes = 20_000_000

/** The server's log in the data folder; the previous file is kept once when it has grown too large. */
export const openLogFile = (dataFolder: string, level: LogLevel): { log: Log; file: string } => {
  const folder = join(dataFolder, 'log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'busker.log')
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > largestBytes) renameSync(file, `${file}.1`)
  return { log: createLog({ level, file }), file }
}
