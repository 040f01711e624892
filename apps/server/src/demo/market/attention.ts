import { chanceOf } from './chance.ts'
import { day, type LocalMs } from './time.ts'
import type { Market, Video } from './world.ts'

// What people saw. Nothing of it is money: whole numbers are enough.

/** What a video had got by a moment. */
export interface Attention {
  readonly views: number
  readonly likes: number
  readonly comments: number
  readonly shares: number
  readonly productImpressions: number
  readonly productClicks: number
}

const none: Attention = {
  views: 0,
  likes: 0,
  comments: 0,
  shares: 0,
  productImpressions: 0,
  productClicks: 0,
}

/** A video is seen most in its first two weeks. */
export const attentionAt = (video: Video, asOf: LocalMs): Attention => {
  if (video.postedMs > asOf) return none
  const age = (asOf - video.postedMs) / day
  const views = Math.floor(video.reach * 10 * (1 - Math.exp(-age / 5)))
  return {
    views,
    likes: Math.floor((views * video.hold) / 900),
    comments: Math.floor((views * video.hold) / 12_000),
    shares: Math.floor((views * video.hold) / 15_000),
    productImpressions: Math.floor(views * 0.6),
    productClicks: Math.floor((views * 0.6 * (10 + video.hold)) / 2500),
  }
}

/** A day of the brand's own account. */
export interface StudioDay {
  readonly dayMs: LocalMs
  readonly views: number
  readonly profileViews: number
  readonly likes: number
  readonly comments: number
  readonly shares: number
  readonly followers: number
  /** null: the file says `undefined` for it. */
  readonly viewers: number | null
  readonly newViewers: number
  readonly returningViewers: number
}

/** The figures of the studio lag two days behind, and reach sixty days back. */
export const studioDaysAt = (market: Market, asOf: LocalMs): StudioDay[] => {
  const last = asOf - (asOf % day) - 2 * day
  const first = Math.max(market.startMs, last - 59 * day)
  const days: StudioDay[] = []
  for (let at = first; at <= last; at += day) {
    const chance = chanceOf(market.seed, `studio/${at}`)
    const views = chance.int(200, 9000)
    const viewers = Math.floor(views * 0.8)
    const fresh = Math.floor(viewers * 0.7)
    const isMissing = chance.happens(0.05)
    days.push({
      dayMs: at,
      views,
      profileViews: Math.floor(views / chance.int(30, 80)),
      likes: Math.floor(views / chance.int(12, 40)),
      comments: Math.floor(views / chance.int(200, 700)),
      shares: Math.floor(views / chance.int(150, 900)),
      followers: 12_000 + Math.floor((at - market.startMs) / day) * 17 + chance.int(-8, 8),
      viewers: isMissing ? null : viewers,
      newViewers: isMissing ? 0 : fresh,
      returningViewers: isMissing ? 0 : viewers - fresh,
    })
  }
  return days
}
