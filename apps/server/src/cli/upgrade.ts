import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { acquireDataFolder } from '#platform/control'
import { installJobs } from '#platform/jobs'
import { discoverMigrations, migrate, planMigrations } from '#platform/migrations'
import { openDatabase } from '#platform/postgres'
import {
  appliedNames,
  type BackupSource,
  createBackup,
  isStarted,
  sourceFolder,
  withStoppedSource,
} from '../backup/index.ts'
import type { CommandContext } from './command.ts'

/** Brings the open engines to this version. A newer folder and an edited migration are refused in one sentence. */
const migrateSource = async (context: CommandContext, source: BackupSource): Promise<readonly string[]> => {
  const { clock, log } = context
  const database = await openDatabase(source.postgres, { log })
  try {
    const migrations = await discoverMigrations(sourceFolder)
    const { applied } = await migrate({ migrations, database, clickhouse: source.clickhouse, clock, log })
    return applied
  } finally {
    await database.close()
  }
}

/** A name that no earlier upgrade took. */
const backupFile = async (context: CommandContext): Promise<string> => {
  const { config, clock } = context
  const folder = join(config.dataFolder, 'backups')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stamp = clock
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
  return join(folder, `before-${config.version}-${stamp}.busker`)
}

interface Upgrade {
  readonly applied: readonly string[]
  readonly backup: string | null
}

const upgrade = async (
  context: CommandContext,
  source: BackupSource,
  withBackup: boolean,
): Promise<Upgrade> => {
  const { clock, terminal, log } = context
  const plan = planMigrations(await discoverMigrations(sourceFolder), await appliedNames(source))
  // A refusal comes from `migrate` itself, in the same words as at a start.
  const pending = plan.ok ? plan.pending : []
  let backup: string | null = null
  if (pending.length > 0 && withBackup) {
    backup = await backupFile(context)
    const progress = (line: string) => terminal.progress(line)
    await createBackup(source, { file: backup, clock, progress })
    terminal.say(`Backup of the state before: ${backup}`)
  }
  const applied = await migrateSource(context, source)
  await installJobs(source.postgres, log)
  return { applied, backup }
}

/** `upgrade [--no-backup]`: brings a stopped data folder up to this version. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: { 'no-backup': { type: 'boolean', default: false } },
  })
  const { config, log, terminal } = context
  if (!(await isStarted(config))) {
    terminal.say(
      `No Busker has started on ${config.dataFolder} yet, so there is nothing to upgrade. Next: npm start`,
    )
    terminal.result({ ok: true, applied: [], backup: null })
    return 0
  }
  const folder = await acquireDataFolder(config.dataFolder, { log })
  try {
    const done = await withStoppedSource(context, (source) => upgrade(context, source, !values['no-backup']))
    for (const name of done.applied) terminal.say(`Applied ${name}`)
    terminal.say(
      done.applied.length === 0
        ? `${config.dataFolder} is up to date with Busker ${config.version}.`
        : `${config.dataFolder} is ready for Busker ${config.version}. Next: npm start`,
    )
    terminal.result({ ok: true, ...done })
    return 0
  } finally {
    await folder.release()
  }
}
