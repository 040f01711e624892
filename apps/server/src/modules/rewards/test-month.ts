import type { FundTerms, FundVideo, FundView, PeriodToClose } from './index.ts'
import { defaultTerms } from './index.ts'

/** A seeded stream of numbers from 0 to 1 (without): mulberry32. */
export const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How large a made month is. */
export interface MonthSize {
  readonly seed: number
  readonly creators: number
  readonly viewers: number
  readonly viewsPerViewer: number
  /** Viewers that are machines: they watch the first creators, and as much as they can. */
  readonly bots: number
  readonly viewsPerBot: number
}

const dayMs = 86_400_000
export const monthSpan = { fromMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) }
const videosPerCreator = 3

/** Terms of a small instance: every qualified view is paid, and a viewer weighs as much as 60 plain views. */
export const smallTerms: FundTerms = {
  ...defaultTerms,
  view: { ...defaultTerms.view, viewsBeforePay: 2 },
  split: { ...defaultTerms.split, viewerCapPpm: '60000000' },
}

const named = (kind: string, number: number): string => `${kind}-${String(number).padStart(7, '0')}`

const videosOf = (creators: number, chance: () => number): FundVideo[] =>
  Array.from({ length: creators * videosPerCreator }, (_, number) => ({
    ...{
      videoId: named('video', number),
      creatorId: named('creator', Math.floor(number / videosPerCreator)),
    },
    durationMs: chance() < 0.05 ? 30_000 : 60_000 + Math.floor(chance() * 120_000),
    form: chance() < 0.04 ? 'duet' : 'own',
    isOriginal: chance() < 0.96,
    originalityBps: 7000 + Math.floor(chance() * 3001),
    isWithdrawn: chance() < 0.02,
    countedBefore: Math.floor(chance() * 4),
  }))

const viewOf = (
  who: { readonly viewerId: string; readonly video: FundVideo; readonly viewId: string },
  chance: () => number,
): FundView => {
  const visibleMs = Math.floor(chance() ** 2 * who.video.durationMs * 1.3)
  return {
    ...{ viewId: who.viewId, viewerId: who.viewerId, videoId: who.video.videoId, visibleMs },
    // Some of the day before the month: they only tell what repeats.
    startedMs: monthSpan.fromMs - dayMs + Math.floor(chance() * 32 * dayMs),
    surface: chance() < 0.9 ? 'feed' : 'profile',
    uniqMs: Math.min(visibleMs, who.video.durationMs),
    traffic: chance() < 0.98 ? 'ok' : 'improbable',
    isSelfView: chance() < 0.01,
    isPaid: chance() < 0.02,
    isVoided: false,
  }
}

/** Views of viewers and bots; creators are watched the more, the earlier they are in the list. */
const viewsOf = (size: MonthSize, videos: readonly FundVideo[], chance: () => number): FundView[] => {
  const views: FundView[] = []
  const add = (viewerId: string, reach: number): void => {
    const place = Math.floor(chance() ** 3 * reach * videos.length)
    const video = videos[place]
    if (video !== undefined)
      views.push(viewOf({ viewerId, video, viewId: named('view', views.length) }, chance))
  }
  for (let viewer = 0; viewer < size.viewers; viewer += 1)
    for (let view = 0; view < size.viewsPerViewer; view += 1) add(named('viewer', viewer), 1)
  for (let bot = 0; bot < size.bots; bot += 1)
    for (let view = 0; view < size.viewsPerBot; view += 1) add(named('bot', bot), 0.02)
  return views
}

/** A made month, the same for the same seed: many viewers bring money, bots none. */
export const makeMonth = (size: MonthSize): PeriodToClose => {
  const chance = chanceOf(size.seed)
  const videos = videosOf(size.creators, chance)
  const views = viewsOf(size, videos, chance)
  const brought = new Map<string, bigint>()
  let sum = 0n
  for (let viewer = 0; viewer < size.viewers; viewer += 1) {
    if (chance() < 0.3) continue
    const micro = BigInt(Math.floor(chance() * 900_000))
    brought.set(named('viewer', viewer), micro)
    sum += micro
  }
  return {
    ...{ periodId: '2026-10', currency: 'USD', span: monthSpan, terms: smallTerms, views, videos, brought },
    creators: Array.from({ length: size.creators }, (_, number) => ({
      creatorId: named('creator', number),
      enrolled: [{ fromMs: monthSpan.fromMs + (number % 10 === 9 ? 5 * dayMs : 0), untilMs: null }],
    })),
    actions: videos.flatMap(({ videoId }) =>
      Array.from({ length: 31 }, (_, day) => ({
        ...{ videoId, day: new Date(monthSpan.fromMs + day * dayMs).toISOString().slice(0, 10) },
        ...{ likes: Math.floor(chance() * 20), comments: Math.floor(chance() * 5) },
        ...{ saves: Math.floor(chance() * 3), shares: Math.floor(chance() * 3) },
      })),
    ),
    // Besides what viewers brought, what the operator adds.
    poolMicro: sum + 1_234_567_891n,
    music: { numerator: 1, denominator: 7 },
    ...{ isFinal: false, already: new Map<string, bigint>(), secret: 'a secret of this test' },
  }
}
