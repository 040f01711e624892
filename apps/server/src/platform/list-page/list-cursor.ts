import { z } from 'zod'

/** The largest time that a Date can hold (ECMA-262, section 21.4.1.1). */
const latestMs = 8_640_000_000_000_000
const shape = z.tuple([z.int().min(0).max(latestMs), z.uuid()])

/** The last row of a page: every list here is ordered by time, then by id, both falling. */
export interface ListPosition {
  readonly at: Date
  readonly id: string
}

export const encodeListCursor = ({ at, id }: ListPosition): string =>
  Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url')

/** Null when the text is not a cursor of ours. */
export const decodeListCursor = (text: string): ListPosition | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { at: new Date(parsed.data[0]), id: parsed.data[1] } : null
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
