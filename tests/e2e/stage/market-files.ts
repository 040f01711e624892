import { filesOf, makeMarket, truthOf } from '../../../apps/server/src/demo/index.ts'

/** The kinds of exports that a shop with creators and advertising has. */
const exported = new Set([
  ...['shop_orders', 'settlement', 'affiliate_orders', 'affiliate_videos'],
  ...['gmv_max_creatives', 'ads_report', 'costs'],
])

export interface MarketOnFiles {
  /** As a person drops them. */
  readonly files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[]
  /** Left of it all, as the pages write it. */
  readonly left: string
  /** The creator that costs most, and how the video that brings most begins. */
  readonly creatorToDrop: string
  readonly videoToScale: string
}

const microOfOne = 1_000_000
/** Long titles are cut on the pages. */
const shownLetters = 30

/** Two weeks of a small market as files, and the right answers about them. */
export const marketOnFiles = async (): Promise<MarketOnFiles> => {
  const market = makeMarket({
    seed: 15,
    region: 'US',
    orders: 900,
    days: 14,
    videos: 12,
    start: '2026-09-07',
  })
  const at = { asOf: market.endMs }
  const truth = truthOf(market, at)
  const byContribution = (known: typeof truth.perCreator.known): string[] =>
    [...known]
      .toSorted(([, one], [, other]) => Number(other.contribution - one.contribution))
      .map(([id]) => id)
  const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
  const [bestVideo] = byContribution(truth.perVideo.known)
  const title = market.videos.find(({ id }) => id === bestVideo)?.title ?? ''
  const files = await filesOf(market, { ...at, form: 'csv' })
  return {
    files: files
      .filter(({ kind }) => exported.has(kind))
      .map(({ name, bytes }) => ({
        ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) },
      })),
    left: money.format(Number(truth.total.contribution) / microOfOne),
    creatorToDrop: byContribution(truth.perCreator.known).at(-1) ?? '',
    videoToScale: title.slice(0, shownLetters),
  }
}
