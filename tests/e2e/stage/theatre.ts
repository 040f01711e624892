import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser } from './browser.ts'
import { watchFaults, type Faults } from './faults.ts'
import { openHouse, type House } from './house.ts'

/** One person at one device: a fresh profile with one open page. */
export interface Visitor {
  readonly context: BrowserContext
  /** The page in front of them. `reopen` puts another one there. */
  page: Page
  readonly faults: Faults
  /** Opens a path of the house. */
  go(path: string): Promise<void>
  /** Opens another page in place of the one that was closed. */
  reopen(path: string): Promise<void>
}

export interface Theatre {
  readonly house: House
  readonly browser: Browser
  enter(options?: VisitorOptions): Promise<Visitor>
}

export interface VisitorOptions extends BrowserContextOptions {
  /** Comes by the name of the machine and not by its number. */
  readonly byName?: boolean
}

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
export const desktop = { viewport: { width: 1440, height: 900 } } as const

/** States are waited for, never times; a machine with other work to do may need long. */
export const patienceMs = 90_000

const visit = async (
  browser: Browser,
  house: House,
  { byName = false, ...options }: VisitorOptions,
): Promise<Visitor> => {
  const context = await browser.newContext({
    baseURL: byName ? house.namedAddress : house.address,
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    ...desktop,
    ...options,
  })
  context.setDefaultTimeout(patienceMs)
  const faults = watchFaults(context)
  const visitor: Visitor = {
    context,
    page: await context.newPage(),
    faults,
    go: async (path) => void (await visitor.page.goto(path)),
    reopen: async (path) => {
      visitor.page = await context.newPage()
      await visitor.page.goto(path)
    },
  }
  return visitor
}

/**
 * A server and a browser for the tests of one file. After each test its visitors leave, and whatever their pages
 * complained about fails the test.
 */
export const useTheatre = (canPlay: boolean): Theatre => {
  const open: { house: House | null; browser: Browser | null } = { house: null, browser: null }
  const visitors: Visitor[] = []
  const houseOf = (): House => {
    if (open.house === null) throw new Error('the house opens before the first test')
    return open.house
  }
  const browserOf = (): Browser => {
    if (open.browser === null) throw new Error('the browser opens before the first test')
    return open.browser
  }
  beforeAll(async () => {
    if (!canPlay) return
    open.house = await openHouse()
    open.browser = await openBrowser()
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
      return houseOf()
    },
    get browser() {
      return browserOf()
    },
    enter: async (options = {}) => {
      const visitor = await visit(browserOf(), houseOf(), options)
      visitors.push(visitor)
      return visitor
    },
  }
}
