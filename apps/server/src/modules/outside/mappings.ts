import type { ClientId, FileImport, ImportMapping, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import { openClient, openForChange } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { lockForChange, queueImport, type AskedImport } from './imports.ts'
import { tellUploader } from './present.ts'
import { mappingFaults } from './rules/check-mapping.ts'
import { updateImport } from './store/imports.ts'
import {
  deleteMapping,
  listMappings as readMappings,
  upsertMapping,
  type MappingRow,
} from './store/mappings.ts'

/** Keeps what the columns of a file mean, for the client, and goes on with the file. */
export const mapImport = async (
  deps: OutsideDeps,
  asked: AskedImport,
  mapping: ImportMapping,
): Promise<FileImport> => {
  await deps.db.transaction(async (tx) => {
    const { importId, clientId, state, question } = await lockForChange(deps, tx, asked)
    if (state !== 'needs_mapping' || question?.asks !== 'mapping') throw new AppError('import_changed')
    const { headers, signature } = question
    const faults = mappingFaults(mapping, { formats: deps.reader.formats, headers })
    if (faults.length > 0) throw new AppError('invalid_request', { fields: faults })
    const at = deps.clock.now()
    await upsertMapping(tx, clientId, { signature, mapping, savedAt: at, savedBy: asked.personId })
    await updateImport(tx, { importId, at }, { state: 'waiting', question: null })
    await queueImport(deps, tx, importId)
  })
  return tellUploader(deps, asked.importId)
}

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

const present = ({ mapping, signature, savedAt }: MappingRow) => ({
  ...mapping,
  signature,
  savedAt: savedAt.toISOString(),
})

export const listMappings = async (deps: OutsideDeps, asked: Asked) => {
  const { pool } = deps.db
  await openClient(deps, pool, { ...asked, ability: 'inspect' })
  const rows = await readMappings(pool, asked.clientId)
  const people = await deps.identity.getAuthors(
    pool,
    rows.map(({ savedBy }) => savedBy),
  )
  return rows.map((row) => ({ ...present(row), savedBy: people.get(row.savedBy) ?? null }))
}

export const forgetMapping = (deps: OutsideDeps, asked: Asked, signature: string): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { ...asked, ability: 'import' })
    await deleteMapping(tx, asked.clientId, signature)
  })
