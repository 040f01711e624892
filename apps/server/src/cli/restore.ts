import { restoreBackup } from '../backup/index.ts'
import { fileArgument } from './backup.ts'
import type { CommandContext } from './command.ts'
import { withApp } from './with-app.ts'

const factsPerStep = 20_000

/** Copies the facts of the journal to ClickHouse, which also proves that the folder opens. */
const copyFacts = (context: CommandContext): Promise<void> =>
  withApp(context, async (app) => {
    const { end } = app.engines.journal
    for (let done = 0; done < end;) {
      done = Math.min(end, done + factsPerStep)
      await app.telemetry.flushed(done - 1)
      context.terminal.progress(`Copied ${done} of ${end} facts`)
    }
  })

/** `restore FILE`: into an empty data folder. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { terminal, config, clock, log } = context
  const file = fileArgument(args, 'restore')
  const progress = (line: string) => terminal.progress(line)
  const report = await restoreBackup({ file, config, clock, log, progress })
  await copyFacts(context)
  terminal.say(`Restored into ${config.dataFolder}: the state of ${report.createdAt}.`)
  terminal.say(
    `  ${report.rows} rows, ${report.blobs} media files, ${report.uploads} files of uploads, ${report.journalRecords} facts: as in the backup.`,
  )
  const settings = Object.entries(report.settings).filter(([name]) => name !== 'BUSKER_DATA')
  if (settings.length > 0) terminal.say('  These settings were in use. Set those that you want again:')
  for (const [name, value] of settings) terminal.say(`    ${name}=${value}`)
  terminal.say('Next: npm start')
  terminal.result({ ok: true, ...report })
  return 0
}
