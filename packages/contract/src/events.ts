import { z } from 'zod'
import { refusalCodes } from './errors.ts'
import { assetId, isoTime, personId, postId } from './shapes.ts'

/** Events between modules: written in the transaction of the change, delivered at least once. */
export const events = {
  'media.ready': z.object({ assetId, ownerId: personId }),
  'media.refused': z.object({ assetId, ownerId: personId, code: z.enum(refusalCodes) }),
  'posts.published': z.object({ postId, authorId: personId, publishedAt: isoTime }),
  'posts.deleted': z.object({ postId, authorId: personId }),
} as const

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
