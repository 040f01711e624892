import { createHash } from 'node:crypto'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'

/** Of a thousand; all of it drawn from the seed and from what it is about, so that a run can be repeated. */
export interface Chance {
  /** Webhooks that never come. */
  readonly lost: number
  /** Webhooks that come twice. */
  readonly doubled: number
  /** Webhooks that come late enough for the next one to overtake them. */
  readonly late: number
  /** Commands that are done although their answer is lost. */
  readonly answerLost: number
  /** Commands that never arrive. */
  readonly requestLost: number
}

/** As on a network on a bad day, and still so that somebody who tries it out waits for nothing long. */
export const usualChance: Chance = { lost: 20, doubled: 100, late: 50, answerLost: 5, requestLost: 5 }
/** As it is where nothing goes wrong that was not asked for. */
export const calm: Chance = { lost: 0, doubled: 0, late: 0, answerLost: 0, requestLost: 0 }

export interface SandboxDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly chance: Chance
  /** So many times faster than a bank. */
  readonly speed: number
  /** The secret that signs webhooks; made at the first start and kept in the sandbox's own books. */
  readonly secret: () => Promise<string>
  readonly seed: () => Promise<string>
  /** Something is due sooner than it was. */
  readonly wake: () => Promise<void>
}

/** A number below a thousand that is always the same for the same seed and name. */
export const rollOf = (seed: string, name: string): number =>
  createHash('sha256').update(`${seed}:${name}`).digest().readUInt32BE(0) % 1000
