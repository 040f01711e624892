import type { OutsideDeps } from './deps.ts'
import { importsIn, removeFile } from './files.ts'
import { refuseImport } from './read-import.ts'
import { findImport, listUnfinished, unfinishedStates, type ImportRow } from './store/imports.ts'

/** How long a file may take to arrive, and a member to answer. */
const patienceMs = 24 * 3_600_000

const abandonedAs = ({ state }: ImportRow): 'upload_broken' | 'not_answered' | null => {
  if (state === 'uploading') return 'upload_broken'
  return state === 'needs_mapping' || state === 'needs_answer' ? 'not_answered' : null
}

/** Ends what nobody goes on with, and deletes every file that no import waits for. */
export const sweepImports = async (deps: OutsideDeps): Promise<void> => {
  const tooOldMs = deps.clock.nowMs() - patienceMs
  for (const row of await listUnfinished(deps.db.pool)) {
    const code = abandonedAs(row)
    if (code !== null && row.changedAt.getTime() < tooOldMs)
      await refuseImport(deps, row.importId, { code, detail: {} })
  }
  for (const importId of await importsIn(deps.folder)) {
    const row = await findImport(deps.db.pool, importId)
    const isWaitedFor = row !== undefined && unfinishedStates.some((state) => state === row.state)
    if (!isWaitedFor) await removeFile(deps.folder, importId)
  }
}
