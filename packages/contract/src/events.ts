import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { browserName, systemName } from './accounts.ts'
import { payoutOutcome } from './inbox.ts'
import { refusalCodes } from './errors.ts'
import { familyNews } from './family.ts'
import { topicKind } from './tags.ts'
import { assetId, commentId, handle, isoTime, personId, postId } from './shapes.ts'
import { action } from './telemetry.ts'
import { coinAmount, microAmount } from './wallet.ts'

/** Events between modules: written in the transaction of the change, delivered at least once. */
export const events = {
  /** Playable for the first time; larger sizes may follow. */
  'media.ready': z.object({ assetId, ownerId: personId }),
  /** Every size is there. */
  'media.complete': z.object({ assetId, ownerId: personId }),
  'media.refused': z.object({ assetId, ownerId: personId, code: z.enum(refusalCodes) }),
  /** Told again when its reach changes. `followers`: whoever may see it finds it, but it is recommended to nobody. */
  'posts.published': z.object({
    ...{ postId, authorId: personId, publishedAt: isoTime },
    reach: z.enum(['everybody', 'followers']).default('everybody'),
  }),
  /** Words or labels of a published post have changed. */
  'posts.changed': z.object({ postId, authorId: personId }),
  /** Nobody but its author sees the post any more: private, removed, or its video turned out to be faulty. */
  'posts.unpublished': z.object({ postId, authorId: personId }),
  /** Others find a post from now on: it is new to them. `waited`: for its video or for its hour. */
  'posts.appeared': z.object({ postId, authorId: personId, at: isoTime, waited: z.boolean() }),
  /** People whom the words of a post that others find name from now on, by their handles. */
  'posts.mentioned': z.object({
    postId,
    authorId: personId,
    handles: z.array(handle).min(1).max(100),
    at: isoTime,
  }),
  /** The video of a post cannot be shown; `isReplacement`: the one before stays. */
  'posts.refused': z.object({
    ...{ postId, authorId: personId, assetId, code: z.enum(refusalCodes), at: isoTime },
    isReplacement: z.boolean(),
  }),
  'posts.deleted': z.object({ postId, authorId: personId }),
  /** Others can see a video that answers a comment, for the first time or again. */
  'posts.answered': z.object({
    ...{ postId, authorId: personId },
    ...{ commentId, commentAuthorId: personId },
  }),
  /** Somebody began or ended to follow a hashtag or a sound: ask which of the two holds now. */
  'posts.topic_followed': z.object({ personId, kind: topicKind, name: z.string() }),
  /** Others can read a comment from now on. `parentId`: the comment whose thread it stands in. */
  'social.commented': z.object({
    ...{ commentId, postId, parentId: commentId.nullable() },
    ...{ authorId: personId, postAuthorId: personId, parentAuthorId: personId.nullable() },
    mentionedIds: z.array(personId),
    at: isoTime,
  }),
  /** Others cannot read it any more. */
  'social.comment_removed': z.object({ commentId }),
  /** One tick of a combo was given; what the creator gets is 10⁻⁶ of the currency, as decimal text. */
  'wallet.gifted': z.object({
    ...{ sendId: z.uuid(), postId, payerId: personId, creatorId: personId },
    ...{ coins: coinAmount, creatorMicro: microAmount, currency: currencyCode, at: isoTime },
  }),
  /** What the provider said of a payout; the amount is 10⁻⁶ of the currency, as decimal text. */
  'rewards.payout_ended': z.object({
    ...{ payoutId: z.uuid(), personId, amountMicro: microAmount, currency: currencyCode, at: isoTime },
    outcome: payoutOutcome,
  }),
  /** A person has something to read about what is theirs: a decision, or what became of it. */
  'moderation.decided': z.object({
    ...{ decisionId: z.uuid(), personId, at: isoTime },
    kind: z.enum(['decided', 'upheld', 'overturned', 'withdrawn']),
  }),
  /** What came of reports, told to those who made them; of many reporters in several events. */
  'moderation.report_closed': z.object({
    ...{ caseId: z.uuid(), personIds: z.array(personId).min(1).max(500), at: isoTime },
    outcome: z.enum(['acted', 'no_violation']),
  }),
  /** Somebody signed in with a browser that this account was never signed in with. */
  'identity.signed_in_anew': z.object({
    ...{ signInId: z.uuid(), personId, browser: browserName, system: systemName, at: isoTime },
  }),
  /** A parent's link began, changed or ended: told to the other one. */
  'wellbeing.family': z.object({ newsId: z.uuid(), personId, at: isoTime, news: familyNews }),
  /** Somebody goes by another name, or shows another picture. */
  'identity.changed': z.object({ personId }),
  /** What a person did, for the facts. */
  'posts.acted': action,
  'social.acted': action,
  'moderation.acted': action,
  'identity.acted': action,
} as const

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
