import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser } from './browser.ts'
import { openHouse, type House } from './house.ts'
import { visit, type Visitor, type VisitorOptions } from './visitor.ts'

export interface Theatre {
  readonly house: House
  enter(options?: VisitorOptions): Promise<Visitor>
}

/**
 * A server and a browser for the tests of one file. After each test its visitors leave, and whatever their pages
 * complained about fails the test.
 */
export const openTheatre = (
  canPlay: boolean,
  {
    browserArguments = [],
    feed,
  }: { readonly browserArguments?: readonly string[]; readonly feed?: 'newest' | 'recommended' } = {},
): Theatre => {
  const open: { house: House | null; browser: Browser | null } = { house: null, browser: null }
  const visitors: Visitor[] = []
  const stage = (): { house: House; browser: Browser } => {
    const { house, browser } = open
    if (house === null || browser === null) throw new Error('house and browser open before the first test')
    return { house, browser }
  }
  beforeAll(async () => {
    if (!canPlay) return
    open.house = await openHouse(feed)
    open.browser = await openBrowser(browserArguments)
  })
  afterEach(async () => {
    const faults = visitors.flatMap((visitor) => visitor.faults.list())
    for (const { context } of visitors.splice(0)) await context.close()
    expect(faults, 'nothing in the console, no failed request').toEqual([])
  })
  afterAll(async () => {
    await open.browser?.close()
    await open.house?.close()
  })
  return {
    get house() {
      return stage().house
    },
    enter: async (options = {}) => {
      const { browser, house } = stage()
      const visitor = await visit(browser, house, options)
      visitors.push(visitor)
      return visitor
    },
  }
}
