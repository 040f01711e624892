import { z } from 'zod'

const shape = z.tuple([z.uuid(), z.int().min(0).max(1_000_000)])

/** A feed is one scroll from its first page on. The cursor names it and the next position. */
export interface FeedCursor {
  readonly feedId: string
  readonly position: number
}

export const encodeFeedCursor = (cursor: FeedCursor): string =>
  Buffer.from(JSON.stringify([cursor.feedId, cursor.position])).toString('base64url')

/** Null when the text is not a cursor of ours. */
export const decodeFeedCursor = (text: string): FeedCursor | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { feedId: parsed.data[0], position: parsed.data[1] } : null
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
