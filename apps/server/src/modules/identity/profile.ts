import type { Readable } from 'node:stream'
import type { Me, PersonId } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { redraw } from '#platform/pictures'
import type { IdentityDeps } from './deps.ts'
import { meOf } from './me.ts'
import { findPeople, findPerson, swapPicture, updateSelf, type SelfChange } from './store/people.ts'

const keyOf = (personId: PersonId, picture: string): string => `pictures/${personId}/${picture}.webp`

/** Twice the size of the largest place where it is shown. */
const side = 288
const drawn = (bytes: Buffer): Promise<Buffer> =>
  redraw(bytes, (picture) =>
    picture.resize({ width: side, height: side, fit: 'cover' }).webp({ quality: 82 }),
  )

const meNow = async (deps: IdentityDeps, personId: PersonId): Promise<Me> => {
  const person = await findPerson(deps.db.pool, personId)
  assert(person !== undefined, 'whoever is signed in has an account')
  return meOf(deps, person)
}

/** Runs of white space in a name are one space. */
const cleaned = ({ displayName, ...change }: SelfChange): SelfChange => ({
  ...change,
  displayName: displayName?.replaceAll(/\s+/g, ' '),
})

/** Changes what the own profile says. */
export const editProfile = async (
  deps: IdentityDeps,
  personId: PersonId,
  change: SelfChange,
): Promise<Me> => {
  await deps.db.transaction(async (tx) => {
    if (await updateSelf(tx, personId, cleaned(change)))
      await deps.bus.emit(tx, 'identity.changed', { personId })
  })
  return meNow(deps, personId)
}

/** Takes a picture, or none (null). The bytes of the one before are deleted. */
export const changePicture = async (
  deps: IdentityDeps,
  personId: PersonId,
  bytes: Buffer | null,
): Promise<Me> => {
  const picture = bytes === null ? null : await drawn(bytes)
  // Never the same name twice: what is deleted below is nobody's any more.
  const name = picture === null ? null : deps.ids.uuid()
  // First the bytes, then their name: a name without bytes would be a broken picture.
  if (picture !== null && name !== null) await deps.blobs.put(keyOf(personId, name), picture)
  const before = await deps.db.transaction(async (tx) => {
    await deps.bus.emit(tx, 'identity.changed', { personId })
    return swapPicture(tx, personId, name)
  })
  if (before !== null) await deps.blobs.delete(keyOf(personId, before))
  return meNow(deps, personId)
}

/** The bytes of a picture that somebody has now. */
export const readPicture = async (
  deps: IdentityDeps,
  asked: { readonly personId: PersonId; readonly name: string },
): Promise<Readable> => {
  const [person] = await findPeople(deps.db.pool, [asked.personId])
  if (person?.picture === undefined || person.picture === null || asked.name !== `${person.picture}.webp`)
    throw new AppError('not_found')
  return deps.blobs.read(keyOf(asked.personId, person.picture))
}
