import { postId as postIdSchema, type PostId } from '@busker/contract'
import { z } from 'zod'

/** The largest time that a Date can hold (ECMA-262, section 21.4.1.1). */
const latestMs = 8_640_000_000_000_000
const shape = z.tuple([z.int().min(0).max(latestMs), postIdSchema])

/** A cursor names the last row of a page; it holds no secret and is checked when it comes back. */
export const encodeGridCursor = (position: { createdAt: Date; postId: PostId }): string =>
  Buffer.from(JSON.stringify([position.createdAt.getTime(), position.postId])).toString('base64url')

/** Null when the text is not a cursor of ours. */
export const decodeGridCursor = (text: string): { createdAt: Date; postId: PostId } | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { createdAt: new Date(parsed.data[0]), postId: parsed.data[1] } : null
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
