import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { feedMode } from './feed.ts'
import { author, publishedPost } from './posts.ts'
import { emptyResponse, isoTime, personId } from './shapes.ts'

/** A dial: −2 much less … 2 much more. */
const dial = z.int().min(-2).max(2)
/** A tag as captions carry it, without the hash sign, lower case. */
export const topic = z.string().trim().toLowerCase().min(1).max(100)

export const feedSettings = z.object({
  mode: feedMode,
  /** More of what is tried out, or more of what surely fits. */
  exploration: dial,
  /** More of what is new, or more of what lasts. */
  freshness: dial,
  /** Longer or shorter videos. */
  length: dial,
  /** Topics with a dial that is not 0. */
  topics: z.record(topic, dial).refine((all) => Object.keys(all).length <= 100, 'At most 100 topics.'),
  /** Off: what is watched is marked as seen and teaches nothing. */
  learning: z.boolean(),
})
export type FeedSettings = z.infer<typeof feedSettings>

export const getFeedSettings = endpoint({
  id: 'getFeedSettings',
  method: 'GET',
  path: '/v1/me/feed/settings',
  summary: "The caller's dials and mode.",
  access: 'person',
  response: feedSettings,
  errors: ['not_signed_in'],
})

export const changeFeedSettings = endpoint({
  id: 'changeFeedSettings',
  method: 'PATCH',
  path: '/v1/me/feed/settings',
  summary: 'Change dials or mode: what is given replaces what was; the next page obeys.',
  access: 'person',
  body: feedSettings.partial(),
  response: feedSettings,
  errors: ['not_signed_in', 'overloaded'],
})

/** What is never shown: a word is looked for in captions and tags, a topic is a tag. */
export const muteKind = z.enum(['word', 'topic', 'sound'])
export type MuteKind = z.infer<typeof muteKind>

const mute = z.object({
  kind: muteKind,
  /** A word or topic; of a sound the id of the file that it came with. */
  value: z.string(),
  /** What to call it. */
  label: z.string(),
  /** Null: for ever. */
  until: isoTime.nullable(),
})
export type Mute = z.infer<typeof mute>

export const listMutes = endpoint({
  id: 'listMutes',
  method: 'GET',
  path: '/v1/me/feed/mutes',
  summary:
    'What the caller never wants in the feed, latest first; muted creators are listed with the people.',
  access: 'person',
  response: z.object({ mutes: z.array(mute) }),
  errors: ['not_signed_in'],
})

const ofMute = {
  params: z.object({ kind: muteKind, value: z.string().trim().min(1).max(100) }),
}

export const addMute = endpoint({
  id: 'addMute',
  method: 'PUT',
  path: '/v1/me/feed/mutes/:kind/:value',
  summary:
    'Never show a word, a topic or a sound, at most 500 of them; doing it again sets the time anew. Creators are muted as people.',
  access: 'person',
  ...ofMute,
  query: z.object({
    days: z.coerce.number().int().min(1).max(365).optional(),
    /** What to call it; left out: as it was written. */
    label: z.string().trim().min(1).max(100).optional(),
  }),
  response: z.object({ mutes: z.array(mute) }),
  errors: ['not_signed_in', 'list_full'],
})

export const removeMute = endpoint({
  id: 'removeMute',
  method: 'DELETE',
  path: '/v1/me/feed/mutes/:kind/:value',
  summary: 'Show it again.',
  access: 'person',
  ...ofMute,
  response: z.object({ mutes: z.array(mute) }),
  errors: ['not_signed_in'],
})

/** An interest that was inferred, and what it was inferred from. */
const evidence = {
  /** How much more or less than people usually do the viewer holds on: −1 … 1. */
  strength: z.number(),
  /** Views and how many of them held the viewer, faded by age and rounded. */
  watched: z.int(),
  held: z.int(),
  lastAt: isoTime,
  /** Some of the videos behind it, the latest first. */
  posts: z.array(publishedPost),
}

export const getTaste = endpoint({
  id: 'getTaste',
  method: 'GET',
  path: '/v1/me/taste',
  summary: 'What the feed believes that the viewer likes, with the evidence, the strongest first.',
  access: 'public',
  response: z.object({
    learning: z.boolean(),
    /** Views that it stands on. */
    watched: z.int(),
    topics: z.array(z.object({ topic: z.string(), ...evidence })),
    creators: z.array(z.object({ author, ...evidence })),
  }),
  errors: ['overloaded'],
})

export const forgetInterest = endpoint({
  id: 'forgetInterest',
  method: 'DELETE',
  path: '/v1/me/taste/:kind/:value',
  summary: 'Forget an interest and what it was inferred from: the next page no longer knows it.',
  access: 'public',
  params: z.object({ kind: z.enum(['topic', 'creator']), value: z.string().min(1).max(100) }),
  response: emptyResponse,
  errors: ['not_found', 'overloaded'],
})

export const resetTaste = endpoint({
  id: 'resetTaste',
  method: 'POST',
  path: '/v1/me/taste/reset',
  summary:
    'Forget the last hour, the last week or everything: the feed is then what it would be had it not been watched.',
  access: 'public',
  body: z.object({ what: z.enum(['hour', 'week', 'everything']) }),
  response: z.object({ forgotten: z.int() }),
  errors: ['overloaded'],
})

/** A taste profile as it leaves one instance and enters another. */
export const tasteProfile = z.object({
  format: z.literal('busker-taste-1'),
  exportedAt: isoTime,
  settings: feedSettings,
  mutes: z
    .array(
      z.object({ kind: z.enum(['word', 'topic']), value: z.string().max(100), until: isoTime.nullable() }),
    )
    .max(500),
  /** Held and watched are counts, faded by age. */
  topics: z
    .array(z.object({ topic, watched: z.number().min(0).max(1e6), held: z.number().min(0).max(1e6) }))
    .max(500),
  creators: z
    .array(z.object({ personId, watched: z.number().min(0).max(1e6), held: z.number().min(0).max(1e6) }))
    .max(500),
})
export type TasteProfile = z.infer<typeof tasteProfile>

export const exportTaste = endpoint({
  id: 'exportTaste',
  method: 'GET',
  path: '/v1/me/taste/export',
  summary: 'The taste profile of the caller, to keep or to take to another instance.',
  access: 'person',
  response: tasteProfile,
  errors: ['not_signed_in', 'overloaded'],
})

export const importTaste = endpoint({
  id: 'importTaste',
  method: 'POST',
  path: '/v1/me/taste/import',
  summary: 'Begin with a profile from elsewhere: settings and mutes are taken over, interests are added to.',
  access: 'person',
  body: tasteProfile,
  response: z.object({ topics: z.int(), creators: z.int() }),
  errors: ['not_signed_in', 'overloaded', 'list_full'],
})

export const listTopics = endpoint({
  id: 'listTopics',
  method: 'GET',
  path: '/v1/feed/topics',
  summary: 'Topics to choose from: those that many hold on to now, and that differ.',
  access: 'public',
  response: z.object({ topics: z.array(z.object({ topic: z.string(), posts: z.int() })) }),
  errors: [],
})
