import type { FeedMode, FeedSettings, PersonId } from '@busker/contract'
import type { Dials } from '@busker/ranking'
import type { Queryable } from '#platform/postgres'
import type { Posts } from '#modules/posts'
import type { ControlDeps } from './controls.ts'
import type { Muted } from './rules/muted-words.ts'
import { topicName } from './rules/topic-name.ts'
import {
  findSettings,
  findSettingsAndMuted,
  lowerTopic,
  raiseTopic,
  saveSettings,
  type SettingsChange,
} from './store/settings.ts'

/** What everybody has who changed nothing. */
export const defaultSettings: FeedSettings = {
  mode: 'for_you',
  exploration: 0,
  freshness: 0,
  length: 0,
  topics: {},
  learning: true,
}

/** All that a page has to obey of what its viewer said. */
export interface Wishes {
  readonly mode: FeedMode
  readonly dials: Dials
  readonly learning: boolean
  readonly muted: Muted
}

const wishesOf = (settings: FeedSettings, muted: Muted): Wishes => {
  const { mode, learning, ...dials } = settings
  return { mode, learning, dials, muted }
}

/** Of whoever has no account, because they said nothing that could be kept. */
export const noWishes: Wishes = wishesOf(defaultSettings, { words: [], topics: [], sounds: [] })

/**
 * What a person's pages obey from now on, in one query.
 *
 * @example const { mode, dials, muted } = await readWishes(deps.db.pool, personId, deps.clock.now())
 */
export const readWishes = async (handle: Queryable, personId: PersonId, now: Date): Promise<Wishes> => {
  const { settings, muted } = await findSettingsAndMuted(handle, personId, now)
  return wishesOf(settings ?? defaultSettings, muted)
}

/** Topics in the form of tags, without those whose dial is where everybody's is. */
const tidyTopics = (topics: FeedSettings['topics']): FeedSettings['topics'] =>
  Object.fromEntries(
    Object.entries(topics)
      .map(([topic, dial]) => [topicName(topic), dial] as const)
      .filter(([topic, dial]) => topic !== '' && dial !== 0),
  )

export const getSettings = async (deps: Pick<ControlDeps, 'db'>, personId: PersonId): Promise<FeedSettings> =>
  (await findSettings(deps.db.pool, personId)) ?? defaultSettings

/** Keeps a change; whether to learn has to be told to the recommender as well. */
export const keepSettings = (
  handle: Queryable,
  given: { personId: PersonId; change: SettingsChange; at: Date },
): Promise<FeedSettings> => {
  const { topics } = given.change
  const change = topics === undefined ? given.change : { ...given.change, topics: tidyTopics(topics) }
  return saveSettings(handle, { ...given, change }, defaultSettings)
}

const mostTellings = 5

/**
 * Tells the recommender whether to learn of a person. It looks again afterwards: of two changes at once the one that was
 * kept last is also the one that was told last. Told again, also after a telling that failed, it changes nothing.
 */
export const tellLearning = async (deps: ControlDeps, personId: PersonId): Promise<void> => {
  let told: boolean | null = null
  for (let telling = 0; telling < mostTellings; telling += 1) {
    const { learning } = await getSettings(deps, personId)
    if (learning === told) return
    await deps.tellControl({ viewerId: personId, control: { what: 'learning', on: learning } })
    told = learning
  }
}

/** What is given replaces what was. The next page obeys. */
export const changeSettings = async (
  deps: ControlDeps,
  personId: PersonId,
  change: SettingsChange,
): Promise<FeedSettings> => {
  const settings = await keepSettings(deps.db.pool, { personId, change, at: deps.clock.now() })
  if (change.learning !== undefined) await tellLearning(deps, personId)
  return settings
}

/** As many topics have a dial as the contract allows. */
const mostTopics = 100

/**
 * Whoever follows a hashtag has turned up its topic by that, and whoever ends it has turned it back. It asks what holds
 * now: events that come twice or in another order end in the same state.
 */
export const heedFollowed = async (
  deps: Pick<ControlDeps, 'db' | 'clock'> & { readonly posts: Pick<Posts, 'follows'> },
  { personId, tag }: { readonly personId: PersonId; readonly tag: string },
): Promise<void> => {
  const { pool } = deps.db
  const given = { personId, topic: topicName(tag), at: deps.clock.now() }
  if (await deps.posts.follows(pool, personId, { kind: 'tag', name: tag }))
    await raiseTopic(pool, { ...given, most: mostTopics }, defaultSettings)
  else await lowerTopic(pool, given)
}
