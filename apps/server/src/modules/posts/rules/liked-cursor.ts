import { postId as postIdSchema, type PostId } from '@busker/contract'
import { z } from 'zod'

const shape = z.tuple([z.literal('liked'), z.int().min(0), postIdSchema])

/** The last row of a page in the order of likes. */
export const encodeLiked = ({ likes, postId }: { likes: number; postId: PostId }): string =>
  Buffer.from(JSON.stringify(['liked', likes, postId])).toString('base64url')

/** Null when the text is not a cursor of this order. */
export const decodeLiked = (text: string): { likes: number; postId: PostId } | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { likes: parsed.data[1], postId: parsed.data[2] } : null
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
