import { expect, test } from 'vitest'
import { filesOf, makeMarket, truthOf } from '../../demo/index.ts'
import { differencesFrom, fingerprintOf, momentsOf, readMarketFile, settleFiles } from './test-markets.ts'

const regions = ['US', 'UK', 'VN', 'ID', 'TH', 'MY'] as const

/** `npm run soak -- markets` does this with 200 seeds. */
test.each(regions)(
  '%s: every line, creator and video comes out of the files as it was made',
  async (region) => {
    const market = makeMarket({ seed: 11, region, orders: 60 })
    const exports = await Promise.all(
      momentsOf(market).map(async (asOf) =>
        Promise.all((await filesOf(market, { asOf })).map(readMarketFile)),
      ),
    )
    const files = exports.flat()
    expect(files.filter(({ refused }) => refused > 0)).toEqual([])
    const settled = settleFiles(files)
    expect(differencesFrom(settled, truthOf(market, { asOf: market.endMs }))).toEqual([])
    expect(fingerprintOf(settleFiles(files.toReversed()))).toBe(fingerprintOf(settled))
    const [earlier = []] = exports
    const [asOf] = momentsOf(market)
    expect(differencesFrom(settleFiles(earlier), truthOf(market, { asOf }))).toEqual([])
  },
)
