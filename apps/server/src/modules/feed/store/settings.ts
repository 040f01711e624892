import type { FeedMode, FeedSettings, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { assert } from '#platform/assert'
import { within, type Queryable } from '#platform/postgres'
import type { Muted } from '../rules/muted-words.ts'
import type { FeedTables } from './tables.ts'

/** What is given of the settings; the rest stays as it was. */
export type SettingsChange = { readonly [Key in keyof FeedSettings]?: FeedSettings[Key] | undefined }

const columns = ['mode', 'exploration', 'freshness', 'length', 'topics', 'learning'] as const

/** Null: never changed. */
export const findSettings = async (handle: Queryable, personId: PersonId): Promise<FeedSettings | null> =>
  (await within<FeedTables>(handle)
    .selectFrom('feed.settings')
    .select(columns)
    .where('person_id', '=', personId)
    .executeTakeFirst()) ?? null

/**
 * Changes what is given and keeps the rest, in one statement: two changes at once lose nothing of each other. The
 * defaults are for whoever changes something for the first time.
 */
export const saveSettings = (
  handle: Queryable,
  given: { personId: PersonId; change: SettingsChange; at: Date },
  defaults: FeedSettings,
): Promise<FeedSettings> => {
  const { personId, change, at } = given
  const { topics, ...others } = change
  const changedTopics = topics === undefined ? {} : { topics: JSON.stringify(topics) }
  return within<FeedTables>(handle)
    .insertInto('feed.settings')
    .values({
      person_id: personId,
      mode: change.mode ?? defaults.mode,
      exploration: change.exploration ?? defaults.exploration,
      freshness: change.freshness ?? defaults.freshness,
      length: change.length ?? defaults.length,
      topics: JSON.stringify(topics ?? defaults.topics),
      learning: change.learning ?? defaults.learning,
      changed_at: at,
    })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({ ...others, ...changedTopics, changed_at: at }),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** As far as a dial turns: whoever follows a hashtag wants much of it. */
const raised = 2

/**
 * Raises the dial of one topic, unless it stands as high already or there are as many as can be. In one statement, so a
 * change that the person makes at the same moment is not lost.
 */
export const raiseTopic = async (
  handle: Queryable,
  given: { personId: PersonId; topic: string; at: Date; most: number },
  defaults: FeedSettings,
): Promise<void> => {
  const { personId, topic, at, most } = given
  const { mode, exploration, freshness, length, learning } = defaults
  const one = JSON.stringify({ [topic]: raised })
  const query = sql`
    insert into feed.settings (person_id, mode, exploration, freshness, length, topics, learning, changed_at)
    values (${personId}, ${mode}, ${exploration}, ${freshness}, ${length}, ${one}::jsonb, ${learning}, ${at})
    on conflict (person_id) do update set topics = settings.topics || ${one}::jsonb, changed_at = ${at}
    where coalesce((settings.topics ->> ${topic})::int, 0) < ${raised}
      and (settings.topics ? ${topic}
        or (select count(*) from jsonb_object_keys(settings.topics)) < ${most})`
  await query.execute(within<FeedTables>(handle))
}

/** Puts back a dial that was raised, unless its person has moved it since. */
export const lowerTopic = async (
  handle: Queryable,
  { personId, topic, at }: { personId: PersonId; topic: string; at: Date },
): Promise<void> => {
  const query = sql`
    update feed.settings set topics = topics - ${topic}::text, changed_at = ${at}
    where person_id = ${personId} and (topics ->> ${topic})::int = ${raised}`
  await query.execute(within<FeedTables>(handle))
}

interface WishesRow {
  /** Null in this and all others that follow: nothing was ever changed. */
  readonly mode: FeedMode | null
  readonly exploration: number
  readonly freshness: number
  readonly length: number
  readonly dialled: Record<string, number>
  readonly learning: boolean
  readonly words: string[]
  readonly topics: string[]
  readonly sounds: string[]
}

/** Settings and what is muted now, in one query: every page begins with it. */
export const findSettingsAndMuted = async (
  handle: Queryable,
  personId: PersonId,
  now: Date,
): Promise<{ settings: FeedSettings | null; muted: Muted }> => {
  const query = sql<WishesRow>`
    select mode, exploration, freshness, length, settings.topics as dialled, learning,
      muted.words, muted.topics, muted.sounds
    from (
      select coalesce(array_agg(value) filter (where kind = 'word'), '{}') as words,
        coalesce(array_agg(value) filter (where kind = 'topic'), '{}') as topics,
        coalesce(array_agg(value) filter (where kind = 'sound'), '{}') as sounds
      from feed.mute where person_id = ${personId} and (until is null or until > ${now})
    ) as muted
    left join feed.settings on settings.person_id = ${personId}`
  const [row] = (await query.execute(within<FeedTables>(handle))).rows
  assert(row !== undefined, 'an aggregate has one row')
  const { mode, dialled, words, topics, sounds, ...dials } = row
  return {
    settings: mode === null ? null : { ...dials, mode, topics: dialled },
    muted: { words, topics, sounds },
  }
}
