import type { Me, Profile } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Standing } from './deps.ts'
import type { Person } from './store/people.ts'

export const presentMe = (person: Person): Me => ({ ...person, createdAt: person.createdAt.toISOString() })

export const presentProfile = (person: Person, standing: Standing, viewer: Viewer): Profile => ({
  personId: person.personId,
  handle: person.handle,
  displayName: person.displayName,
  createdAt: person.createdAt.toISOString(),
  isMe: viewer.kind === 'person' && viewer.personId === person.personId,
  followers: standing.followers,
  following: standing.following,
  followedByMe: standing.followedByMe,
  mutedByMe: standing.mutedByMe,
})
