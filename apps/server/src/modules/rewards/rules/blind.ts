import { keyedSha256, sha256 } from '#platform/digest'

/** A secret of the instance, from which everything that blinds is made: without it no key tells whose it is. */
export interface Blinding {
  readonly secret: string
  readonly periodId: string
}

/** What turns a creator's id into their key in the tree. It is told to that creator alone, in the statement. */
export const creatorSalt = (creatorId: string, { secret, periodId }: Blinding): string =>
  keyedSha256(secret, `busker fund creator\n${periodId}\n${creatorId}`).slice(0, 32)

/** The key of a creator in the tree of a period: who has the salt can tell that it is this creator's. */
export const creatorKeyOf = (creatorId: string, salt: string): string =>
  sha256(`busker fund creator\n${salt}\n${creatorId}`)

/** A viewer as one creator sees them in one period. Two creators, or two periods, cannot lay their lists beside each other. */
export const viewerKeyOf = (
  viewer: { readonly viewerId: string; readonly creatorId: string },
  { secret, periodId }: Blinding,
): string =>
  keyedSha256(secret, `busker fund viewer\n${periodId}\n${viewer.creatorId}\n${viewer.viewerId}`).slice(0, 24)
