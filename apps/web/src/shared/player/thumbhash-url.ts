import { thumbHashToDataURL } from 'thumbhash'

const mostKept = 200

/** Turns the hash of a poster into a small blurred picture. Decoded once each; the oldest are forgotten. */
export const createThumbhashUrls = (): ((thumbhash: string) => string | null) => {
  const known = new Map<string, string | null>()
  const decode = (thumbhash: string): string | null => {
    try {
      return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (letter) => letter.codePointAt(0) ?? 0))
    } catch {
      // A hash that cannot be read is a missing blur, no more.
      return null
    }
  }
  return (thumbhash) => {
    const found = known.get(thumbhash)
    if (found !== undefined) return found
    const url = decode(thumbhash)
    known.set(thumbhash, url)
    for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest)
    return url
  }
}
