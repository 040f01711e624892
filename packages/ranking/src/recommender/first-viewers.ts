import type { Exploration } from './page.ts'
import { outcomeAt, valueFile } from './value-file.ts'
import type { Stage, Videos } from './videos.ts'

const usual = valueFile.outcomes[outcomeAt.held]?.usual ?? 0.31
const { freshQuota } = valueFile.rules
/** Viewers of a usual kind that a new video begins with. */
const doubt = 4
/** Quantiles 5 % and 95 % of the normal distribution. */
const bound = 1.645

/** What is believed of the share of viewers that a video holds: the posterior of a beta distribution, its bounds by Wilson. */
export const beliefOf = (shown: number, held: number): Exploration['held'] => {
  const seen = shown + doubt
  const mean = (held + usual * doubt) / seen
  const squared = bound * bound
  const centre = (mean + squared / (2 * seen)) / (1 + squared / seen)
  const half =
    (bound / (1 + squared / seen)) * Math.sqrt((mean * (1 - mean)) / seen + squared / (4 * seen * seen))
  return { mean, low: centre - half, high: centre + half }
}

/** Where a video stands after a view: it has all the views that it is owed before it is judged. */
export const stageAfter = (shown: number, held: number): Stage => {
  if (shown < freshQuota) return 'testing'
  return beliefOf(shown, held).mean >= usual ? 'graduated' : 'ended'
}

/** How much a video is owed viewers, 0 … 1. */
export const needOf = (videos: Videos, video: number): number =>
  videos.stage(video) === 'testing' ? Math.max(0.05, 1 - videos.shown.get(video) / freshQuota) : 0

export const explorationOf = (videos: Videos, video: number): Exploration => {
  const [shown, held] = [videos.shown.get(video), videos.held.get(video)]
  return { state: videos.stage(video), shown, quota: freshQuota, held: beliefOf(shown, held), usual }
}
