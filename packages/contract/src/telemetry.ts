import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { isoTime, personId, postId } from './shapes.ts'

/** A stretch of media positions that was played, in whole milliseconds; from < to. */
export const playedInterval = z.tuple([z.int().min(0), z.int().min(1)]).refine(([from, to]) => from < to)

/**
 * One report about one view. A view is the first rendered frame of one post for one viewer until it leaves the
 * viewport; coming back within 30 s continues it (metrics 1.1). Reports of a view are cumulative: the one with the
 * highest `seq` tells all of it, so a lost or repeated report does no harm.
 */
export const viewEvent = z.object({
  /** UUIDv7, made once by the client; the server keeps each id once. */
  eventId: z.uuidv7(),
  viewId: z.uuidv7(),
  seq: z.int().min(0).max(100_000),
  postId,
  slotId: z.uuid().nullable(),
  /** Where it was watched. */
  surface: z.enum(['feed', 'profile', 'post']),
  /** Client clock at the first rendered frame of the view, and at the moment of this report. */
  startedAt: isoTime,
  clientTime: isoTime,
  /** Played with at least half of the pixels visible and the app in the foreground, ms. */
  visibleMs: z.int().min(0).max(86_400_000),
  /** Union of the media positions played, sorted and disjoint. */
  played: z.array(playedInterval).max(500),
  /** Media positions times are relative to this length, ms, as the player sees it. */
  durationMs: z.int().min(1).max(86_400_000),
  soundOn: z.boolean(),
  /** Which video of the post it was, when that was replaced; left out: the one of now. */
  version: z.int().min(1).max(10_000).optional(),
  /** False: the video is still being watched. Left out, the feed learns from this report as if it were the last. */
  ended: z.boolean().optional(),
})
export type ViewEvent = z.infer<typeof viewEvent>

export const reportViews = endpoint({
  id: 'reportViews',
  method: 'POST',
  path: '/v1/facts/views',
  summary:
    'Report watching. Answered only after the facts are safe on disk. Sending a report again is harmless.',
  access: 'public',
  body: z.object({
    /** Client clock when this batch was sent: the server corrects skew by occurred = received − (sent − client). */
    sentAt: isoTime,
    /** IANA zone of the viewer, for the local calendar date. */
    timeZone: z.string().max(64),
    events: z.array(viewEvent).min(1).max(100),
  }),
  response: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(z.object({ eventId: z.string(), reason: z.string() })),
  }),
  errors: ['overloaded', 'disk_full'],
  whileSuspended: true,
})

/** How well one playing of a video went, told once when it ends. */
export const playbackEvent = z.object({
  /** UUIDv7, made once by the client; the server keeps each id once. */
  eventId: z.uuidv7(),
  postId,
  surface: z.enum(['feed', 'profile', 'post']),
  clientTime: isoTime,
  /** Name of the rendition that played last, or `stream`. */
  rendition: z.string().max(20),
  /** From the wish to play to the first picture on the screen; null when there was none. */
  firstFrameMs: z.int().min(0).max(600_000).nullable(),
  /** The element was loaded before the viewer came to it. */
  preloaded: z.boolean(),
  /** Time that played, and time that stood still for want of data after the first picture. */
  playedMs: z.int().min(0).max(86_400_000),
  stalls: z.int().min(0).max(10_000),
  stalledMs: z.int().min(0).max(86_400_000),
  /** How often the player fell to a smaller rendition. */
  switchesDown: z.int().min(0).max(100),
  failure: z.enum(['network', 'decode', 'unsupported', 'gone']).nullable(),
})
export type PlaybackEvent = z.infer<typeof playbackEvent>

export const reportPlayback = endpoint({
  id: 'reportPlayback',
  method: 'POST',
  path: '/v1/facts/playback',
  summary: 'Report playback quality: first picture, stalls, failures. Sending a report again is harmless.',
  access: 'public',
  body: z.object({
    sentAt: isoTime,
    timeZone: z.string().max(64),
    events: z.array(playbackEvent).min(1).max(100),
  }),
  response: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(z.object({ eventId: z.string(), reason: z.string() })),
  }),
  errors: ['overloaded', 'disk_full'],
  whileSuspended: true,
})

/** What people do besides watching. An undo is a fact of its own: nothing that was written is changed. */
export const actionKind = z.enum([
  'like',
  'unlike',
  'save',
  'unsave',
  'follow',
  'unfollow',
  'block',
  'unblock',
  'mute',
  'unmute',
  'comment',
  'comment_removed',
  'not_interested',
  'interested_again',
  'report',
  'share',
  'share_landing',
  'app_open',
  'rating',
  'registered',
  'upload',
  'publish',
  'unpublish',
])
export type ActionKind = z.infer<typeof actionKind>

/** What the request that an action came by told about its app. */
export const actionOrigin = z.object({
  /** Version of our web app; empty when the request named none. */
  clientVersion: z.string().max(40),
  device: z.enum(['phone', 'tablet', 'desktop', 'unknown']),
  /** ISO 3166 alpha-2; empty when it is not known. */
  country: z.string().max(2),
  isBot: z.boolean(),
})
export type ActionOrigin = z.infer<typeof actionOrigin>

/**
 * One action as the module that owns it tells it on the bus, in the transaction of the change. `telemetry` makes a fact
 * of it; telling it again is harmless.
 */
export const action = z.object({
  eventId: z.uuidv7(),
  kind: actionKind,
  personId,
  /** The post it is about; null when it is about a person or nothing. */
  postId: postId.nullable(),
  /** The author of the post, or the person it is about. */
  authorId: personId.nullable(),
  surface: z.enum(['feed', 'profile', 'post', 'other']),
  /** Of a rating: the answer, 1 to 5. Of `publish`: followers at that moment. Otherwise 1. */
  value: z.int(),
  /** Of `share` and `share_landing`: the token of the shared address. */
  shareToken: z.string().max(64).nullable(),
  /** Of `publish`: tags of the caption, lower case. */
  tags: z.array(z.string().max(100)).max(50),
  at: isoTime,
  /** IANA zone of the person when the request told it; null: unknown, the date is then UTC's. */
  timeZone: z.string().max(64).nullable(),
  /** Left out: no request of an app was behind it. */
  origin: actionOrigin.optional(),
})
export type Action = z.infer<typeof action>

const clientActionParts = {
  /** UUIDv7, made once by the client; the server keeps each id once. */
  eventId: z.uuidv7(),
  surface: z.enum(['feed', 'profile', 'post', 'other']),
  clientTime: isoTime,
}

/** What only the client can know; everything else is told by the module that carries it out. */
export const clientAction = z.discriminatedUnion('kind', [
  /** The app came to the foreground. */
  z.object({ ...clientActionParts, kind: z.literal('app_open') }),
  /** Somebody opened a shared address. */
  z.object({
    ...clientActionParts,
    kind: z.literal('share_landing'),
    postId,
    shareToken: z.string().min(1).max(64),
  }),
  /** The answer to "Was this worth your time?", 1 to 5, about a post or, without one, about the visit. */
  z.object({
    ...clientActionParts,
    kind: z.literal('rating'),
    postId: postId.nullable(),
    value: z.int().min(1).max(5),
  }),
])
export type ClientAction = z.infer<typeof clientAction>

export const reportActions = endpoint({
  id: 'reportActions',
  method: 'POST',
  path: '/v1/facts/actions',
  summary:
    'Report what only the app knows: it was opened, a shared address was opened, a rating was given. Sending a report again is harmless.',
  access: 'public',
  body: z.object({
    sentAt: isoTime,
    timeZone: z.string().max(64),
    events: z.array(clientAction).min(1).max(100),
  }),
  response: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(z.object({ eventId: z.string(), reason: z.string() })),
  }),
  errors: ['overloaded', 'disk_full'],
  whileSuspended: true,
})
