import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { watchFaults, type Faults } from './faults.ts'
import type { House } from './house.ts'

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

export interface VisitorOptions extends BrowserContextOptions {
  /** Comes by the name of the machine and not by its number. */
  readonly byName?: boolean
}

const handset = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const screen = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }
/** `npm run soak -- sizes` plays every story at the size that it is not written for. */
const isSwapped = process.env['BUSKER_E2E_SIZES'] === 'swapped'

export const phone = isSwapped ? screen : handset
const peoplesBrowser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
export const desktop = isSwapped ? handset : screen

/** States are waited for, never times; a machine with other work to do may need long. */
export const patienceMs = 90_000

export const visit = async (
  browser: Browser,
  house: House,
  { byName = false, ...options }: VisitorOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({
    baseURL: byName ? house.namedAddress : house.address,
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    // The browser's own name says that it is headless: its views would count as those of a bot.
    userAgent: peoplesBrowser,
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
