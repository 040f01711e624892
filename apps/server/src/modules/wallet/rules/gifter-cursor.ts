import { z } from 'zod'

const shape = z.tuple([z.string().regex(/^\d{1,18}$/), z.int().min(0).max(8_640_000_000_000_000), z.uuid()])

/** The last gifter of a page: the list is ordered by coins or by time, then by person, all falling. */
export interface GifterPosition {
  readonly coins: bigint
  readonly at: Date
  readonly personId: string
}

export const encodeGifterCursor = ({ coins, at, personId }: GifterPosition): string =>
  Buffer.from(JSON.stringify([String(coins), at.getTime(), personId])).toString('base64url')

/** Null when the text is not a cursor of ours. */
export const decodeGifterCursor = (text: string): GifterPosition | null => {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (!parsed.success) return null
    const [coins, at, personId] = parsed.data
    return { coins: BigInt(coins), at: new Date(at), personId }
  } catch {
    // Not JSON: somebody else's text, the same as a wrong shape.
    return null
  }
}
