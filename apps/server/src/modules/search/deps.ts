import type { PersonId } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Posts } from '#modules/posts'
import type { Social } from '#modules/social'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'

export interface SearchDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly bus: Bus
  readonly jobs: Jobs
  readonly identity: Pick<Identity, 'getAuthors' | 'agesOn' | 'listPeople'>
  readonly social: Pick<Social, 'peopleFor'>
  readonly posts: Pick<Posts, 'getCards' | 'listPublished' | 'listOffered' | 'listSounds' | 'soundsOfPosts'>
  /** Whether anything may be learnt of this person; `feed` supplies it. */
  learnsFrom(personId: PersonId): Promise<boolean>
}
