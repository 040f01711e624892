import type { IalsSettings } from './ials.ts'

/** How vectors of people and videos are fitted: chosen on 29 and 30 April of KuaiRand-Pure. */
export const vectorSettings: IalsSettings = {
  ...{ size: 64, rounds: 12, regularisation: 0.005, frequency: 1, unobserved: 0.03, spread: 0.1, seed: 1 },
}

/** What a watch counts that did not hold, beside 1: it was met, and so does not lie far from what holds. */
export const watchedWeight = 0.6
