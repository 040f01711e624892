import type { Period } from '#features/numbers'

const dayMs = 86_400_000
/** As many days as one may ask for. */
const mostDays = 400

const dateAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The whole life of a video, as far back as one may ask. Until tomorrow: east of here it has begun. */
export const lifePeriod = (nowMs: number): Period => ({
  from: dateAt(nowMs - (mostDays - 2) * dayMs),
  to: dateAt(nowMs + dayMs),
})
