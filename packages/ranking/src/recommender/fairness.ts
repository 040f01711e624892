import { valueFile } from './value-file.ts'

/** Creators with fewer followers than this have few viewers. */
export const smallBelow = 1000
/** Places over which the share is measured, and how fast the controller moves. */
const memory = 2000
const gain = 1 / 2000

/**
 * Keeps places for creators with few viewers: a slow integral controller from the share of places that they had towards
 * the share that the value file wants, within bounds.
 */
export class Fairness {
  #share: number = valueFile.exploration.fairShare
  #places = 0

  /** The share of places that creators with few viewers had lately. */
  get share(): number {
    return this.#share
  }

  /** The chance that a place is kept for them. */
  get places(): number {
    return this.#places
  }

  served(small: boolean): void {
    const { fairShare, fairPlaces } = valueFile.exploration
    this.#share += ((small ? 1 : 0) - this.#share) / memory
    this.#places = Math.max(0, Math.min(fairPlaces, this.#places + gain * (fairShare - this.#share)))
  }

  /** For a state that was stored. */
  restore(share: number, places: number): void {
    this.#share = share
    this.#places = places
  }
}
