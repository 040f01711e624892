import { Readable } from 'node:stream'
import type { ClientId, PersonId } from '@busker/contract'
import type { OutsideDeps } from './deps.ts'
import { createImport, receiveFile } from './imports.ts'
import type { Answers } from './rules/answers.ts'
import { listImports, updateImport } from './store/imports.ts'

/** A file that is there already, with what a member would answer about it. */
export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly answers: Answers
}

const mostNames = 500

/** What was announced and never came is no file. */
const isThere = ({ state }: { readonly state: string }): boolean =>
  state !== 'uploading' && state !== 'refused'

/** Imports a file as a page does, unless one of its name was given to this client before. The jobs read it. */
export const giveFile = async (
  deps: OutsideDeps,
  asked: { readonly clientId: ClientId; readonly personId: PersonId },
  { name, bytes, answers }: GivenFile,
): Promise<void> => {
  const known = await listImports(deps.db.pool, { ...asked, before: null, limit: mostNames })
  if (known.some((row) => row.fileName === name && isThere(row))) return
  const { importId } = await createImport(deps, asked, { fileName: name, bytes: bytes.byteLength })
  await deps.db.transaction((tx) => updateImport(tx, { importId, at: deps.clock.now() }, { answers }))
  await receiveFile(deps, { importId, personId: asked.personId }, Readable.from([bytes]))
}
