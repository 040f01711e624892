import { z } from 'zod'

const shape = z.tuple([z.number(), z.uuid()])

/** The last row of a page of top comments: ordered by standing, then by id, both falling. */
export interface TopPosition {
  readonly standing: number
  readonly id: string
}

export const encodeTopCursor = ({ standing, id }: TopPosition): string =>
  Buffer.from(JSON.stringify([standing, id])).toString('base64url')

/** Null when the text is not a cursor of ours. */
export const decodeTopCursor = (text: string): TopPosition | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { standing: parsed.data[0], id: parsed.data[1] } : null
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
