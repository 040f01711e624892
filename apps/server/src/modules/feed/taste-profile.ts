import type { PersonId, TasteProfile } from '@busker/contract'
import type { Interest } from '@busker/ranking'
import { orOverloaded, type ControlDeps } from './controls.ts'
import { keepMutes, listMutes, muteOf } from './mutes.ts'
import { topicName } from './rules/topic-name.ts'
import { getSettings, keepSettings, tellLearning } from './settings.ts'
import type { MuteRow } from './store/mutes.ts'

/** What a profile holds at most of topics and of creators. */
const mostInterests = 500

const heaviest = <One extends Interest>(interests: readonly One[]): One[] =>
  interests.toSorted((one, other) => other.watched - one.watched).slice(0, mostInterests)

/** All that a feed goes by that another instance can use. Sounds are left out: their ids mean nothing elsewhere. */
export const exportTaste = async (deps: ControlDeps, personId: PersonId): Promise<TasteProfile> => {
  const [settings, mutes, taste] = await Promise.all([
    getSettings(deps, personId),
    listMutes(deps, personId),
    orOverloaded(deps.ranker.taste(personId)),
  ])
  return {
    format: 'busker-taste-1',
    exportedAt: deps.clock.now().toISOString(),
    settings,
    mutes: mutes.flatMap(({ kind, value, until }) => (kind === 'sound' ? [] : [{ kind, value, until }])),
    topics: heaviest(taste.topics).map(({ topic, watched, held }) => ({ topic, watched, held })),
    creators: heaviest(taste.creators).map(({ authorId, watched, held }) => ({
      personId: authorId as PersonId,
      watched,
      held,
    })),
  }
}

/** Mutes of a profile that still hold, each once. */
const mutesIn = (profile: TasteProfile, now: Date): MuteRow[] => {
  const rows = profile.mutes.flatMap((given): MuteRow[] => {
    const mute = muteOf(given.kind, given.value)
    const until = given.until === null ? null : new Date(given.until)
    if (!mute || (until !== null && until <= now)) return []
    return [{ ...mute, label: given.value, until }]
  })
  return [...new Map(rows.map((row) => [`${row.kind} ${row.value}`, row])).values()]
}

/** Nobody held on more often than they watched, whatever a file says. */
const counted = <Name>(name: Name, { watched, held }: { watched: number; held: number }) =>
  [name, { watched, held: Math.min(held, watched) }] as const

/** Interests of a profile, each once and with something behind it. */
const interestsIn = (profile: TasteProfile) => {
  const topics = new Map(profile.topics.map((one) => counted(topicName(one.topic), one)))
  const authors = new Map(profile.creators.map((one) => counted(one.personId, one)))
  return {
    topics: [...topics].flatMap(([topic, counts]) =>
      topic === '' || counts.watched === 0 ? [] : [{ topic, ...counts }],
    ),
    authors: [...authors].flatMap(([authorId, counts]) =>
      counts.watched === 0 ? [] : [{ authorId, ...counts }],
    ),
  }
}

/**
 * Takes over settings and adds mutes, both or neither, then adds interests to what is known. Creators that this instance
 * does not know are told too: the recommender has nothing of theirs to show.
 */
export const importTaste = async (
  deps: ControlDeps,
  personId: PersonId,
  profile: TasteProfile,
): Promise<{ topics: number; creators: number }> => {
  const at = deps.clock.now()
  const interests = interestsIn(profile)
  await deps.db.transaction(async (tx) => {
    await keepMutes(tx, { personId, mutes: mutesIn(profile, at), at })
    await keepSettings(tx, { personId, change: profile.settings, at })
  })
  await deps.tellControl({ viewerId: personId, control: { what: 'import', ...interests } })
  await tellLearning(deps, personId)
  return { topics: interests.topics.length, creators: interests.authors.length }
}
