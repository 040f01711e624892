import type { Identity } from '#modules/identity'
import type { Media } from '#modules/media'
import type { Posts } from '#modules/posts'
import type { Social } from '#modules/social'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'

export interface EmbedDeps {
  readonly db: Database
  readonly clock: Clock
  readonly identity: Pick<Identity, 'findByHandle'>
  readonly media: Pick<Media, 'openBest'>
  readonly posts: Pick<Posts, 'getCards'>
  readonly social: Pick<Social, 'postOfShare'>
  readonly instanceName: string
  /** The address of the instance; undefined: the one that each request asks at. */
  readonly publicUrl: string | undefined
}
