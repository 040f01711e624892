import type { Author, Me, PersonId, Profile } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Standing } from './deps.ts'
import type { Suspension } from './rules/suspension.ts'
import type { Person } from './store/people.ts'

/** Where a picture lies: another one has another name, so it can be kept for ever. */
const addressOf = (personId: PersonId, picture: string): string => `/v1/pictures/${personId}/${picture}.webp`

/** Left out where there is none. */
const pictureOf = ({ personId, picture }: Person): { picture?: string } =>
  picture === null ? {} : { picture: addressOf(personId, picture) }

export const presentAuthor = (person: Person): Author => ({
  ...{ personId: person.personId, handle: person.handle, displayName: person.displayName },
  ...pictureOf(person),
})

export const presentMe = (person: Person, suspension: Suspension | null): Me => ({
  ...presentAuthor(person),
  ...{ role: person.role, createdAt: person.createdAt.toISOString() },
  ...(suspension && {
    suspension: { until: suspension.until?.toISOString() ?? null, reason: suspension.reason },
  }),
})

export const presentProfile = (
  { person, self }: { readonly person: Person; readonly self: Pick<Profile, 'bio' | 'link'> },
  standing: Standing,
  viewer: Viewer,
): Profile => ({
  ...presentAuthor(person),
  ...self,
  createdAt: person.createdAt.toISOString(),
  isMe: viewer.kind === 'person' && viewer.personId === person.personId,
  followers: standing.followers,
  following: standing.following,
  followedByMe: standing.followedByMe,
  mutedByMe: standing.mutedByMe,
  bellByMe: standing.bellByMe,
})
