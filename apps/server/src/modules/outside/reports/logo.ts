import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { OrganisationId, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import { redraw } from '#platform/pictures'
import type { OutsideDeps } from '../deps.ts'
import { lockOrganisation } from '../store/clients.ts'
import { deleteLogo, findLogo, isCarried, saveLogo } from '../store/reports.ts'

type LogoDeps = Pick<OutsideDeps, 'db' | 'clock' | 'identity' | 'blobs'>

interface Kept {
  readonly organisationId: OrganisationId
  readonly sha256: string
}

const keyOf = ({ organisationId, sha256 }: Kept): string => `logos/${organisationId}/${sha256}.png`

export const readLogo = ({ blobs }: Pick<LogoDeps, 'blobs'>, kept: Kept): Promise<Readable> =>
  blobs.read(keyOf(kept))

/** The bytes of a logo. */
export const logoBytes = async (deps: Pick<LogoDeps, 'blobs'>, kept: Kept): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of await readLogo(deps, kept)) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces)
}

/** Twice the size at which it is shown. */
const shownWithin = { width: 640, height: 240 } as const

/** The picture as it is carried. */
const drawn = (bytes: Buffer): Promise<Buffer> =>
  redraw(bytes, (picture) =>
    picture.resize({ ...shownWithin, fit: 'inside', withoutEnlargement: true }).png({ compressionLevel: 9 }),
  )

interface Asked {
  readonly organisationId: OrganisationId
  readonly personId: PersonId
}

/** Members see the logo, owners change it, and for anybody else there is no such organisation. */
export const requireMember = async (
  { db, identity }: Pick<LogoDeps, 'db' | 'identity'>,
  { organisationId, personId }: Asked,
  role: 'owner' | 'member',
): Promise<void> => {
  const own = await identity.roleIn(db.pool, organisationId, personId)
  if (own === null) throw new AppError('not_found')
  if (role === 'owner' && own !== 'owner') throw new AppError('forbidden')
}

/** Deletes the bytes of a logo that neither the organisation nor any of its reports carries. */
export const dropUnusedLogo = (deps: Pick<LogoDeps, 'db' | 'blobs'>, kept: Kept): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, kept.organisationId)
    const isUsed = (await findLogo(tx, kept.organisationId)) === kept.sha256 || (await isCarried(tx, kept))
    if (!isUsed) await deps.blobs.delete(keyOf(kept))
  })

/** Takes a new logo, or none; reports that were made keep the one that they carry. */
export const changeLogo = async (deps: LogoDeps, asked: Asked, bytes: Buffer | null): Promise<void> => {
  await requireMember(deps, asked, 'owner')
  const { organisationId, personId } = asked
  const picture = bytes === null ? null : await drawn(bytes)
  const before = await deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    const known = await findLogo(tx, organisationId)
    if (picture === null) {
      await deleteLogo(tx, organisationId)
      return known
    }
    const sha256 = createHash('sha256').update(picture).digest('hex')
    await deps.blobs.put(keyOf({ organisationId, sha256 }), picture)
    await saveLogo(tx, { organisationId, sha256, by: personId, at: deps.clock.now() })
    return known === sha256 ? null : known
  })
  if (before !== null) await dropUnusedLogo(deps, { organisationId, sha256: before })
}

/** The logo of an organisation, for its members. */
export const logoOf = async (deps: LogoDeps, asked: Asked): Promise<Readable> => {
  await requireMember(deps, asked, 'member')
  const sha256 = await findLogo(deps.db.pool, asked.organisationId)
  if (sha256 === null) throw new AppError('not_found')
  return readLogo(deps, { organisationId: asked.organisationId, sha256 })
}
