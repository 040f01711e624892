import { z } from 'zod'
import { browserName, systemName } from './accounts.ts'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { refusalCodes } from './errors.ts'
import { familyNews } from './family.ts'
import { author, publishedPost } from './posts.ts'
import { microAmount } from './wallet.ts'
import { commentId, cursor, emptyResponse, isoTime, postId } from './shapes.ts'

/** What people do, and what became of one's own; each can be switched off. */
export const softKind = z.enum([
  'like',
  'comment',
  'reply',
  'mention',
  'follow',
  'share',
  'gift',
  'new_post',
  'post_ready',
  'report_closed',
])
export type SoftKind = z.infer<typeof softKind>
/** What somebody has to know, whatever they chose. */
export const hardKind = z.enum(['post_refused', 'decision', 'payout', 'sign_in', 'family'])
export const notificationKind = z.enum([...softKind.options, ...hardKind.options])
export type NotificationKind = z.infer<typeof notificationKind>

export const payoutOutcome = z.enum(['paid', 'failed', 'returned'])

/** What a notice that no other person caused is about. */
export const noticeDetail = z.discriminatedUnion('of', [
  z.object({ of: z.literal('decision'), outcome: z.enum(['decided', 'upheld', 'overturned', 'withdrawn']) }),
  z.object({ of: z.literal('report'), outcome: z.enum(['acted', 'no_violation']) }),
  z.object({ of: z.literal('refusal'), code: z.enum(refusalCodes), isReplacement: z.boolean() }),
  z.object({
    ...{ of: z.literal('payout'), outcome: payoutOutcome },
    ...{ amountMicro: microAmount, currency: currencyCode },
  }),
  z.object({ of: z.literal('sign_in'), browser: browserName, system: systemName }),
  z.object({ of: z.literal('family'), ...familyNews.shape }),
])
export type NoticeDetail = z.infer<typeof noticeDetail>

const groupId = z.string().regex(/^[0-9a-f]{32}$/, 'This is not the id of a notification.')
/** Counts the changes of one person's inbox; what is told by a higher one is newer. */
const version = z.int().min(0)

/** Who did the same to the same on one day (UTC). */
export const notificationGroup = z.object({
  groupId,
  kind: notificationKind,
  /** When the latest of it happened. */
  at: isoTime,
  /** At most three, the latest first. */
  actors: z.array(author),
  /** Different people, however often each; none for what no other person caused. */
  actorCount: z.int(),
  isUnread: z.boolean(),
  /** Null: it is about the person, not about a video. */
  post: publishedPost.nullable(),
  commentId: commentId.nullable(),
  /** Null: other people did it. */
  detail: noticeDetail.nullable(),
})
export type NotificationGroup = z.infer<typeof notificationGroup>

export const listNotifications = endpoint({
  id: 'listNotifications',
  method: 'GET',
  path: '/v1/me/notifications',
  summary:
    'What others did that concerns the caller, grouped, latest first. A page may be shorter when videos are gone.',
  access: 'person',
  query: z.object({
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(60).default(30),
    kind: notificationKind.optional(),
  }),
  response: z.object({ groups: z.array(notificationGroup), nextCursor: cursor.nullable(), version }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

const inboxState = z.object({
  /** Groups with something new since the caller last looked; at most 100. */
  unread: z.int(),
  version,
  /** It is night for the caller: nothing is shown beside the name of the inbox, and nothing sounds. */
  isQuiet: z.boolean(),
})
export type InboxState = z.infer<typeof inboxState>

export const getInboxState = endpoint({
  id: 'getInboxState',
  method: 'GET',
  path: '/v1/me/notifications/state',
  summary: 'How much is new in the inbox, and whether it is night for the caller.',
  access: 'person',
  response: inboxState,
  errors: ['not_signed_in'],
})

export const markInboxSeen = endpoint({
  id: 'markInboxSeen',
  method: 'PUT',
  path: '/v1/me/notifications/seen',
  summary: 'Everything up to this version was seen. A lower one than before changes nothing.',
  access: 'person',
  body: z.object({ version }),
  response: inboxState,
  errors: ['not_signed_in'],
})

export const markGroupRead = endpoint({
  id: 'markGroupRead',
  method: 'PUT',
  path: '/v1/me/notifications/:groupId/read',
  summary: 'One group was read as it is now.',
  access: 'person',
  params: z.object({ groupId }),
  response: inboxState,
  errors: ['not_signed_in', 'not_found'],
})

const ofPost = { params: z.object({ postId }) }
const ofPostErrors = ['not_signed_in', 'not_found'] as const

export const mutePostNotifications = endpoint({
  id: 'mutePostNotifications',
  method: 'PUT',
  path: '/v1/posts/:postId/notifications/mute',
  summary: 'Hear nothing more about a video; what was told stays.',
  access: 'person',
  ...ofPost,
  response: emptyResponse,
  errors: ofPostErrors,
})

export const unmutePostNotifications = endpoint({
  id: 'unmutePostNotifications',
  method: 'DELETE',
  path: '/v1/posts/:postId/notifications/mute',
  summary: 'Hear about a video again, from now on.',
  access: 'person',
  ...ofPost,
  response: emptyResponse,
  errors: ofPostErrors,
})

const minuteOfDay = z.int().min(0).max(1439)
/** From the one minute of the local day up to the other, over midnight if the first is the later one. */
export const quietHours = z.object({ fromMinute: minuteOfDay, toMinute: minuteOfDay })
export type QuietHours = z.infer<typeof quietHours>

/** `important`: what somebody has to know, as it comes. `daily`: that, and once a day what is new. */
export const mailChoice = z.enum(['off', 'important', 'daily'])
export type MailChoice = z.infer<typeof mailChoice>

export const inboxSettings = z.object({
  offKinds: z.array(softKind),
  /** Null: none. */
  quiet: quietHours.nullable(),
  /** What the caller's age asks for at least; null: nothing. */
  leastQuiet: quietHours.nullable(),
  /** IANA name; null: not known, then UTC counts. */
  timeZone: z.string().nullable(),
  /** What comes by mail, once an address is confirmed. */
  mail: mailChoice,
})
export type InboxSettings = z.infer<typeof inboxSettings>
const settingsResponse = z.object({ settings: inboxSettings })

export const getInboxSettings = endpoint({
  id: 'getInboxSettings',
  method: 'GET',
  path: '/v1/me/notifications/settings',
  summary: 'What the caller wants to hear of, and when nothing may disturb.',
  access: 'person',
  response: settingsResponse,
  errors: ['not_signed_in'],
})

export const setInboxSettings = endpoint({
  id: 'setInboxSettings',
  method: 'PUT',
  path: '/v1/me/notifications/settings',
  summary:
    'Change what the caller hears of and when. Under 18 the quiet hours may grow but not shrink: under 16 from 21:00, else from 22:00, to 07:00.',
  access: 'person',
  body: z.object({
    offKinds: z.array(softKind).max(softKind.options.length).optional(),
    quiet: quietHours.nullable().optional(),
    mail: mailChoice.optional(),
  }),
  response: settingsResponse,
  errors: ['not_signed_in', 'quiet_by_age'],
})
