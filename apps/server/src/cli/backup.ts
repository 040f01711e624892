import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { acquireDataFolder, callControl } from '#platform/control'
import { StartError } from '#platform/errors'
import { type BackupReport, createBackup, isStarted, withStoppedSource } from '../backup/index.ts'
import type { CommandContext } from './command.ts'

/** The one file that a command takes, as an absolute path: the server may have another working folder. */
export const fileArgument = (args: readonly string[], command: string): string => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new StartError(`Say which file: "busker ${command} FILE".`)
  return resolve(file)
}

/** Backs up a data folder that no server runs on, as it is: nothing is migrated. */
const backupStopped = async (context: CommandContext, file: string): Promise<BackupReport> => {
  const { config, log, clock, terminal } = context
  if (!(await isStarted(config))) {
    throw new StartError(
      `There is nothing to back up: no Busker has started on ${config.dataFolder} yet. Is BUSKER_DATA right?`,
    )
  }
  const folder = await acquireDataFolder(config.dataFolder, { log })
  try {
    const progress = (line: string) => terminal.progress(line)
    return await withStoppedSource(context, (source) => createBackup(source, { file, clock, progress }))
  } finally {
    await folder.release()
  }
}

/** `backup FILE`. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { config, terminal } = context
  const file = fileArgument(args, 'backup')
  const onProgress = (line: unknown) => terminal.progress(String(line))
  const answer = await callControl(config.dataFolder, { command: 'backup', arguments: { file }, onProgress })
  const report = answer === null ? await backupStopped(context, file) : answer.result
  terminal.say(`Backup written: ${file}`)
  terminal.result(report)
  return 0
}
