import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { OrganisationId, PersonId } from '@busker/contract'
import { logoMaximumBytes } from '@busker/contract'
import sharp from 'sharp'
import { AppError } from '#platform/errors'
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

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const jpeg = Buffer.from([0xff, 0xd8, 0xff])
/** Only these decoders are let near what a person gave, whatever the picture calls itself. */
const isPicture = (bytes: Buffer): boolean =>
  [png, jpeg].some((start) => bytes.subarray(0, start.length).equals(start))

const refused = (message: string, cause?: unknown) =>
  new AppError('invalid_picture', { fields: [{ path: 'picture', message }], cause })

/** A small file may claim a huge picture: it is refused by its head, before it is unpacked. */
const mostPixels = 16_000_000
const leastSide = 16
/** Twice the size at which it is shown. */
const shownWithin = { width: 640, height: 240 } as const

/** The picture as the server writes it: whatever else was in the file is gone. */
export const redraw = async (bytes: Buffer): Promise<Buffer> => {
  if (!isPicture(bytes)) throw refused('Choose a PNG or JPEG.')
  const options = { limitInputPixels: mostPixels, failOn: 'error', pages: 1 } as const
  const size = await sharp(bytes, options)
    .metadata()
    .catch((cause: unknown) => {
      throw refused('The picture is damaged, or has more than 16 million pixels.', cause)
    })
  if (Math.min(size.width, size.height) < leastSide)
    throw refused(`The picture is smaller than ${leastSide} pixels.`)
  return sharp(bytes, options)
    .rotate()
    .resize({ ...shownWithin, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png({ compressionLevel: 9 })
    .toBuffer()
    .catch((cause: unknown) => {
      throw refused('The picture is damaged. Save it again and choose that file.', cause)
    })
}

/** All bytes of a picture, or that they are too many. */
export const receivePicture = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    if (bytes > logoMaximumBytes) throw new AppError('picture_too_large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

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
  const picture = bytes === null ? null : await redraw(bytes)
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
