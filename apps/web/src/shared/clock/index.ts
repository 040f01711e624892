/** The one place of the web application that reads a clock or makes an id. Everything else takes them as values. */

/** Wall clock in ms since 1970 UTC. */
export const wallMs = (): number => Date.now()

/** A clock that never jumps, for measuring how long something took. */
export const monotonicMs = (): number => performance.now()

export const isoTime = (ms: number): string => new Date(ms).toISOString()

/** UUID version 7 (RFC 9562): 48 bits of time, then random bits, so that ids sort by the time they were made. */
export const uuidv7 = (atMs: number = wallMs()): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(atMs / 2 ** (8 * (5 - index))) & 0xff
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
