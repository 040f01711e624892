import { systemClock } from '#platform/clock'
import type { App } from '../app.ts'
import { type BackupReport, createBackup } from './create-backup.ts'

export { type BackupReport, type BackupSource, createBackup } from './create-backup.ts'
export { type RestoreReport, restoreBackup, sourceFolder } from './restore-backup.ts'
export { describeSettings } from './settings.ts'
export { appliedNames, isStarted, withStoppedSource } from './stopped-source.ts'

/**
 * Backs up the Busker of this process while it works. The path of the file is absolute.
 *
 * @example await backupTo(app, '/backups/monday.busker', (line) => terminal.progress(line))
 */
export const backupTo = (app: App, file: string, progress: (line: string) => void): Promise<BackupReport> =>
  createBackup({ ...app.engines, config: app.config }, { file, clock: systemClock(), progress })
