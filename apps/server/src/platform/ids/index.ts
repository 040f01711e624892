import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#platform/clock'

export interface Ids {
  /** UUID version 7 (RFC 9562): sorts by the time it was made, to the millisecond. */
  uuid(): string
  /** 32 unguessable bytes as base64url (43 characters), for sessions and other secrets. */
  token(): string
}

const fromBytes = (random: (size: number) => Buffer, clock: Clock): Ids => {
  let lastMs = 0
  let counter = 0
  const uuid = () => {
    // The 12 bits after the version count within one millisecond, so that ids of one process are strictly ordered.
    const nowMs = clock.nowMs()
    counter = nowMs > lastMs ? 0 : counter + 1
    if (counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    lastMs = Math.max(lastMs, nowMs)
    const bytes = random(16)
    bytes.writeUIntBE(lastMs, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
  return { uuid, token: () => random(32).toString('base64url') }
}

/** Ids from the machine's random source. */
export const systemIds = (clock: Clock): Ids => fromBytes(randomBytes, clock)

/** The same ids for the same seed and clock: for tests and simulations only, they can be guessed. */
export const seededIds = (clock: Clock, seed: string): Ids => {
  let count = 0
  const random = (size: number) => {
    count += 1
    return createHash('sha512').update(`${seed}:${count}`).digest().subarray(0, size)
  }
  return fromBytes(random, clock)
}
