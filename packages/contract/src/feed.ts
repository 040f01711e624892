import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author, publishedPost } from './posts.ts'
import { cursor, isoTime, personId, postId } from './shapes.ts'

/** Which candidate source a slot came from: the first of those that proposed it. */
export const slotSource = z.enum([
  /** Vectors: watched long by people who watch what this viewer does. */
  'similar_people',
  /** Watched long by the same people as a video that this viewer held on to. */
  'similar_video',
  'followed',
  /** Of a creator that the viewer watches long. */
  'creator',
  /** A topic that the viewer watches long, or chose. */
  'topic',
  /** What many hold on to now. */
  'trend',
  /** New, and owed its first viewers. */
  'fresh',
  /** Drawn from everything. */
  'random',
  /** Newest first: the recommender did not answer, or the viewer asked for the order of time. */
  'newest',
  /** Seen before, longest ago first. */
  'rewatch',
])
export type SlotSource = z.infer<typeof slotSource>

/**
 * `for_you` learns from watching. `unprofiled` knows nothing of who is asking but the topics that they chose: what many
 * watch and what is new. `following` is the newest of followed creators, in the order of time.
 */
export const feedMode = z.enum(['for_you', 'unprofiled', 'following'])
export type FeedMode = z.infer<typeof feedMode>

/** Parts of a score, each a group of what was known when a slot was chosen. */
export const scoreTerm = z.enum([
  /** How the viewer watches this topic. */
  'topic',
  /** How the viewer watches this creator. */
  'creator',
  /** How close the video is to those that held the viewer. */
  'similar',
  /** How the viewer watches in general. */
  'habits',
  /** How everybody watches this video. */
  'video',
  /** How everybody watches this creator, topic and sound. */
  'kin',
  /** Length of the video, and how the viewer watches such lengths. */
  'length',
  /** Hour, surface and what was watched just before. */
  'moment',
  'following',
  'freshness',
  /** Dials that the viewer set. */
  'dials',
])
export type ScoreTerm = z.infer<typeof scoreTerm>

export const slotFlag = z.enum([
  /** In a place kept for new videos. */
  'fresh_place',
  /** Drawn by chance instead of the best one. */
  'explored',
  /** Moved for variety: the best one was too much like what stands before it. */
  'varied',
  /** A place of a creator who is shown less than their videos deserve. */
  'fair_place',
])
export type SlotFlag = z.infer<typeof slotFlag>

/** What a slot stands on: a video, creator or topic that the viewer watched or chose; null: none of them. */
const anchor = z.union([
  z.object({ kind: z.literal('post'), postId }),
  z.object({ kind: z.literal('creator'), personId }),
  z.object({ kind: z.literal('topic'), topic: z.string() }),
])
export type Anchor = z.infer<typeof anchor>

export const slot = z.object({
  /** Names this serving of this post to this viewer; view facts carry it back. */
  slotId: z.uuid(),
  source: slotSource,
  flags: z.array(slotFlag),
  publishedAt: isoTime,
  /** Probability with which the serving policy chose this post for this position, in (0, 1]. */
  propensity: z.number().gt(0).lte(1),
  post: publishedPost,
})
export type Slot = z.infer<typeof slot>

export const getFeed = endpoint({
  id: 'getFeed',
  method: 'GET',
  path: '/v1/feed',
  summary:
    'The next slots of the feed. Without a cursor a new feed starts. Without a mode it is the one of the settings. With rewatch, seen posts, longest unseen first.',
  access: 'public',
  query: z.object({
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(20).default(6),
    rewatch: z.stringbool().default(false),
    mode: feedMode.optional(),
  }),
  response: z.object({
    slots: z.array(slot),
    nextCursor: cursor.nullable(),
    unseenLeft: z.boolean(),
    mode: feedMode,
  }),
  errors: ['invalid_cursor', 'time_is_up'],
})

export const getFeedAhead = endpoint({
  id: 'getFeedAhead',
  method: 'GET',
  path: '/v1/feed/ahead',
  summary:
    'What the next slots after a page would show if they were asked for now, to be kept for a time without a network. Nothing is served: nothing is written down, and the next page may be another one.',
  access: 'public',
  query: z.object({
    cursor,
    limit: z.coerce.number().int().min(1).max(10).default(10),
    mode: feedMode.optional(),
  }),
  response: z.object({ posts: z.array(publishedPost) }),
  errors: ['invalid_cursor', 'time_is_up'],
})

const explainedTerm = z.object({
  term: scoreTerm,
  /** How much lower the score would be without it, in units of the score; below 0: it spoke against the video. */
  value: z.number(),
})

export const explainSlot = endpoint({
  id: 'explainSlot',
  method: 'GET',
  path: '/v1/feed/slots/:slotId/why',
  summary:
    'Why this viewer was served this slot, from what was written down then. Only for whom it was served to.',
  access: 'public',
  params: z.object({ slotId: z.uuid() }),
  response: z.object({
    slotId: z.uuid(),
    postId,
    mode: feedMode,
    source: slotSource,
    flags: z.array(slotFlag),
    /** What it stands on, with words for it while it still exists. */
    anchor: z
      .union([
        z.object({ kind: z.literal('post'), post: publishedPost }),
        z.object({ kind: z.literal('creator'), author }),
        z.object({ kind: z.literal('topic'), topic: z.string() }),
      ])
      .nullable(),
    /** The largest first, by size; empty where nothing was scored. */
    terms: z.array(explainedTerm),
    score: z.number().nullable(),
    /** The place it would have had without its largest term, from 0; null: there was none. */
    placeWithout: z.int().nullable(),
    position: z.int(),
    propensity: z.number(),
    modelVersion: z.string(),
    servedAt: isoTime,
    /** Kinds of data that no feed of this instance ranks by. */
    notUsed: z.array(z.enum(['contacts', 'location', 'payments', 'messages', 'other_sites', 'demographics'])),
  }),
  errors: ['not_found'],
})

export const getFeedParameters = endpoint({
  id: 'getFeedParameters',
  method: 'GET',
  path: '/v1/feed/parameters',
  summary:
    'The main parameters of the feed: what is foretold and its weight, each term with its measured share of the scores of the last 24 hours, places for new videos and chance.',
  access: 'public',
  response: z.object({
    version: z.string(),
    /** What is foretold of each video, its weight in the value, and how often it usually comes. */
    outcomes: z.array(z.object({ outcome: z.string(), weight: z.number(), usual: z.number() })),
    terms: z.array(z.object({ term: scoreTerm, share: z.number().nullable() })),
    /** Slots that the shares were measured on. */
    slots: z.int(),
    sources: z.array(z.object({ source: slotSource, share: z.number() })),
    exploration: z.object({ freshPlaces: z.number(), chance: z.number() }),
    rules: z.object({
      /** At most one video of a creator in so many. */
      creatorApart: z.int(),
      topicMost: z.int(),
      topicWithin: z.int(),
      soundMost: z.int(),
      soundWithin: z.int(),
      /** Qualified first impressions that each new video is owed. */
      freshQuota: z.int(),
    }),
    asOf: isoTime,
    /** Versions as this instance began to use them, the newest first, each with what it changed of the one before. */
    history: z.array(z.object({ version: z.string(), since: isoTime, change: z.string() })),
  }),
  errors: [],
})

export const getExploration = endpoint({
  id: 'getExploration',
  method: 'GET',
  path: '/v1/posts/:postId/exploration',
  summary:
    'How far a video came in being shown to its first viewers, and why it stopped. Only for its author.',
  access: 'person',
  params: z.object({ postId }),
  response: z.object({
    postId,
    state: z.enum([
      /** Not yet known to the recommender. */
      'waiting',
      /** In the pool of new videos. */
      'testing',
      /** Left the pool: people hold on to it more than to most. */
      'graduated',
      /** Left the pool: it had its viewers, and they held on to it less than to most. */
      'ended',
    ]),
    /** Qualified impressions so far, and how many each new video is owed. */
    shown: z.int(),
    quota: z.int(),
    /** The share of viewers who held on to it, as it is believed now, with the bounds of 90 %; null while waiting. */
    held: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
    /** The usual share for videos of its length; null while waiting. */
    usual: z.number().nullable(),
  }),
  errors: ['not_signed_in', 'not_found', 'overloaded'],
})
