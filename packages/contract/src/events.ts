import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { refusalCodes } from './errors.ts'
import { assetId, isoTime, personId, postId } from './shapes.ts'
import { action } from './telemetry.ts'
import { coinAmount, microAmount } from './wallet.ts'

/** Events between modules: written in the transaction of the change, delivered at least once. */
export const events = {
  /** Playable for the first time; larger sizes may follow. */
  'media.ready': z.object({ assetId, ownerId: personId }),
  /** Every size is there. */
  'media.complete': z.object({ assetId, ownerId: personId }),
  'media.refused': z.object({ assetId, ownerId: personId, code: z.enum(refusalCodes) }),
  'posts.published': z.object({ postId, authorId: personId, publishedAt: isoTime }),
  /** The video of a published post turned out to be faulty: nobody sees the post any more. */
  'posts.unpublished': z.object({ postId, authorId: personId }),
  'posts.deleted': z.object({ postId, authorId: personId }),
  /** One tick of a combo was given; what the creator gets is 10⁻⁶ of the currency, as decimal text. */
  'wallet.gifted': z.object({
    ...{ sendId: z.uuid(), postId, payerId: personId, creatorId: personId },
    ...{ coins: coinAmount, creatorMicro: microAmount, currency: currencyCode, at: isoTime },
  }),
  /** What a person did, for the facts. */
  'posts.acted': action,
  'social.acted': action,
  'moderation.acted': action,
  'identity.acted': action,
} as const

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
