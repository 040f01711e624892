import type { Action, discover as contract, PersonId, ResponseOf, SoundId } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { SearchDeps } from './deps.ts'
import { presentPeople, presentPosts, presentTags, type FoundPerson } from './find.ts'
import { rising, type Activity } from './rules/trend.ts'
import { mostPopular, newest, removeUnusedTags, tagsOfPosts } from './store/documents.ts'
import { forgetLog, remakePopular } from './store/searches.ts'
import type { TouchedKind } from './store/tables.ts'
import {
  busyItems,
  forgetTouches,
  keepTouches,
  readTrends,
  remakePopularity,
  replaceTrends,
  touchedBy,
  type TrendRow,
} from './store/touches.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const windowHours = 6
const historyDays = 28
const breadthDays = 7
/** An item with fewer people lately cannot rise; more items are not looked at in one round. */
const leastPeople = 5
const mostBusy = 300
const mostRising = 30

/** What people do that says that they care. */
const touching: ReadonlySet<Action['kind']> = new Set(['like', 'save', 'share', 'comment', 'publish'])

/** Remembers who did something with a post, and with its hashtags. */
export const noteAction = async (deps: SearchDeps, action: Action): Promise<void> => {
  const { postId, personId } = action
  if (postId === null || !touching.has(action.kind)) return
  const tags =
    action.kind === 'publish' ? action.tags : (await tagsOfPosts(deps.db.pool, [postId])).get(postId)
  if (tags === undefined) return
  const by = { personId, at: new Date(action.at) }
  const sound = (await deps.posts.soundsOfPosts(deps.db.pool, [postId])).get(postId)
  // One's own post is no touch of it, but of its hashtags, and of the sound of somebody else.
  const own = action.kind === 'publish' || action.authorId === personId
  await keepTouches(deps.db.pool, [
    ...(own ? [] : [{ ...by, kind: 'post' as const, item: postId as string }]),
    ...[...new Set(tags)].map((item) => ({ ...by, kind: 'tag' as const, item })),
    ...(sound === undefined || sound.ownerId === personId
      ? []
      : [{ ...by, kind: 'sound' as const, item: sound.soundId as string }]),
  ])
}

const activitiesOf = async (deps: SearchDeps, kind: TouchedKind, nowMs: number): Promise<Activity[]> => {
  const { pool } = deps.db
  // Touches are kept by the hour: the window begins with one.
  const windowFrom = new Date(Math.floor(nowMs / hourMs) * hourMs - (windowHours - 1) * hourMs)
  const historyFrom = new Date(nowMs - historyDays * dayMs)
  const busy = await busyItems(pool, {
    ...{ kind, windowFrom, windowHours, historyFrom },
    people: leastPeople,
    limit: mostBusy,
  })
  const people = [...new Set(busy.flatMap((item) => item.people))]
  const [ages, touched] = await Promise.all([
    // Checked boundary: those who act are people.
    deps.identity.agesOn(pool, people as PersonId[], new Date(nowMs).toISOString().slice(0, 10)),
    // Who cares for one sound alone is as suspicious as who cares for one hashtag alone.
    touchedBy(pool, people, {
      kind: kind === 'sound' ? 'sound' : 'tag',
      since: new Date(nowMs - breadthDays * dayMs),
    }),
  ])
  const ofPost =
    kind === 'post'
      ? await tagsOfPosts(
          pool,
          busy.map(({ item }) => item),
        )
      : new Map<string, string[]>()
  return busy.map(({ item, people: touchers, before, sameHours, firstAt }) => {
    const hours = Math.max(0, (windowFrom.getTime() - firstAt.getTime()) / hourMs)
    // What a post is about is not something else.
    const same = new Set([item, ...(ofPost.get(item) ?? [])])
    return {
      item,
      touchers: touchers.map((personId) => ({
        personId,
        accountDays: ages.get(personId as PersonId)?.accountDays ?? 0,
        others: (touched.get(personId) ?? []).filter((other) => !same.has(other)),
      })),
      before: {
        always: { touches: before, hours },
        sameHours: { touches: sameHours, hours: (hours * windowHours) / 24 },
      },
      windowHours,
    }
  })
}

/** Computes what rises now, in place of what rose before. */
export const refreshTrends = async (deps: SearchDeps): Promise<void> => {
  const nowMs = deps.clock.nowMs()
  const trendsOf = async (kind: TouchedKind): Promise<TrendRow[]> =>
    rising(await activitiesOf(deps, kind, nowMs), mostRising).map((trend) => ({ kind, ...trend }))
  const trends = [...(await trendsOf('tag')), ...(await trendsOf('post')), ...(await trendsOf('sound'))]
  await deps.db.transaction((tx) => replaceTrends(tx, trends, new Date(nowMs)))
}

/** Nobody's own query is suggested to others: so many people must have searched the same. */
export const leastSearchers = 5

/** Popular queries, popularity and what is forgotten: once an hour. */
export const tidyUp = async (deps: SearchDeps): Promise<void> => {
  const before = new Date(deps.clock.nowMs() - historyDays * dayMs)
  await deps.db.transaction(async (tx) => {
    await remakePopular(tx, { since: before, people: leastSearchers })
    await remakePopularity(tx, before)
  })
  await removeUnusedTags(deps.db.pool)
  await forgetTouches(deps.db.pool, before)
  await forgetLog(deps.db.pool, before)
}

const shownTags = 12
const shownPosts = 24
const shownSounds = 8
const shownPeople = 8
/** Read ahead: who is followed already, or hidden from the viewer, needs no place. */
const lookedAtPeople = 60

/** What rises, and where nothing does, the newest; never an empty page where there is anything. */
export const readDiscover = async (
  deps: SearchDeps,
  viewer: Viewer,
): Promise<ResponseOf<typeof contract>> => {
  const { pool } = deps.db
  const [tagTrends, postTrends, soundTrends, popular] = await Promise.all([
    readTrends(pool, 'tag', shownTags),
    readTrends(pool, 'post', shownPosts),
    readTrends(pool, 'sound', shownSounds),
    mostPopular(pool, 'person', lookedAtPeople),
  ])
  const [newTags, newPosts] = await Promise.all([
    tagTrends.length === 0 ? newest(pool, 'tag', shownTags) : [],
    postTrends.length === 0 ? newest(pool, 'post', shownPosts) : [],
  ])
  const rises = new Map(tagTrends.map(({ item, rise }) => [item, rise]))
  const isKnown = (person: FoundPerson) =>
    person.followedByMe || (viewer.kind === 'person' && viewer.personId === person.personId)
  const risesOfSounds = new Map(soundTrends.map(({ item, rise }) => [item, rise]))
  const [tags, posts, sounds, people] = await Promise.all([
    presentTags(deps, tagTrends.length === 0 ? newTags : [...rises.keys()]),
    presentPosts(deps, postTrends.length === 0 ? newPosts : postTrends.map(({ item }) => item), viewer),
    // Checked boundary: what rises as a sound is named by its id.
    deps.posts.listSounds([...risesOfSounds.keys()] as SoundId[], viewer),
    presentPeople(deps, popular, viewer),
  ])
  const asOf = tagTrends[0]?.asOf ?? postTrends[0]?.asOf ?? soundTrends[0]?.asOf
  return {
    tags: tags.map(({ tag, posts: number }) => ({ tag, posts: number, rise: rises.get(tag) ?? 0 })),
    posts,
    sounds: sounds.map((sound) => ({ ...sound, rise: risesOfSounds.get(sound.soundId) ?? 0 })),
    people: people.filter((person) => !isKnown(person)).slice(0, shownPeople),
    basis: {
      tags: tagTrends.length === 0 ? 'newest' : 'rising',
      posts: postTrends.length === 0 ? 'newest' : 'rising',
    },
    asOf: asOf?.toISOString() ?? null,
  }
}
