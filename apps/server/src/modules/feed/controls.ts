import type { Identity } from '#modules/identity'
import type { Posts } from '#modules/posts'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Database } from '#platform/postgres'
import { RankerUnavailable, type RankerPort, type TellControl } from './ranker/port.ts'
import type { ValueParameters } from './rules/parameter-change.ts'

/** What control and explanation of the feed stand on. */
export interface ControlDeps {
  readonly db: Database
  readonly clock: Clock
  readonly posts: Pick<Posts, 'getCards' | 'lookUp'>
  readonly identity: Pick<Identity, 'getAuthors'>
  readonly ranker: RankerPort
  readonly tellControl: TellControl
  readonly parameters: ValueParameters
}

const retryAfterSeconds = 5

/** What the recommender answers, where there is no other way than to ask again when it does not. */
export const orOverloaded = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked
  } catch (cause) {
    if (!(cause instanceof RankerUnavailable)) throw cause
    throw new AppError('overloaded', { cause, retryAfterSeconds })
  }
}
