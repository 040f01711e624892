import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { stageOf, untilMoving } from './stage-view.ts'
import { untilNumber } from './stats-page.ts'
import { patienceMs } from './visitor.ts'

/** As long as a handle can be: no page gets wider by a name. */
export const longestHandle = 'street.stage.of.the.wind'

/** What is there to be looked at. */
export interface House {
  readonly postId: string
  readonly soundId: string
  readonly shareToken: string
  readonly clientId: string
}

export interface Visit {
  readonly as: 'guest' | 'person'
  /** Left out: the route itself. */
  readonly path?: (house: House) => string
  /** The heading that says that the page is there; or what else does. Left out: any, and nothing is loading. */
  readonly ready?: string | ((page: Page) => Promise<unknown>)
}

/** What stands below is only loaded when it is scrolled to. */
const heading = (name: string) => (page: Page) => page.getByRole('heading', { name, exact: true }).waitFor()

const person: Visit = { as: 'person' }
const guest: Visit = { as: 'guest' }
const ofClient = (rest: string): Visit => ({
  as: 'person',
  path: ({ clientId }) => `/clients/${clientId}${rest}`,
})
const ofPost = (rest: string, ready?: NonNullable<Visit['ready']>): Visit => ({
  ...{ as: 'person', path: ({ postId }) => `/p/${postId}${rest}` },
  ...(ready && { ready }),
})

/** Every route of the app, and how it is visited; `elsewhere`: the test that judges it, because it needs a story. */
export const everyPage: Readonly<Record<string, Visit | { readonly elsewhere: string }>> = {
  '/': { as: 'guest', ready: untilMoving },
  '/sign-in': guest,
  '/sign-up': guest,
  '/welcome': person,
  '/settings': person,
  '/settings/profile': person,
  '/settings/people': person,
  '/settings/feed': person,
  '/settings/taste': person,
  '/settings/time': { as: 'person', ready: (page) => page.getByLabel('Time in the feed each day').waitFor() },
  '/settings/family': { as: 'person', ready: (page) => page.getByLabel('Code of the teen').waitFor() },
  '/family': {
    as: 'person',
    path: () => '/family#01234-56789',
    ready: (page) => page.getByLabel('Code of the teen').waitFor(),
  },
  '/settings/notifications': person,
  '/settings/notices': person,
  '/settings/notices/$decisionId': { elsewhere: 'moderation' },
  '/settings/reports': person,
  '/inbox': person,
  '/mail/confirm': guest,
  '/mail/off': guest,
  '/feed/parameters': { as: 'guest', ready: 'How the feed chooses' },
  '/saved': person,
  '/followed': person,
  '/definitions': { as: 'guest', ready: 'Retention and churn' },
  '/transparency': guest,
  '/clients': person,
  '/clients/$clientId': ofClient(''),
  '/clients/$clientId/imports': ofClient('/imports'),
  '/clients/$clientId/imports/$importId': { elsewhere: 'agency' },
  '/clients/$clientId/links': ofClient('/links'),
  '/clients/$clientId/settings': ofClient('/settings'),
  '/clients/$clientId/reports': ofClient('/reports'),
  '/clients/$clientId/reports/$reportId': { elsewhere: 'agency' },
  '/r/$token': { elsewhere: 'agency' },
  '/p/$postId': ofPost('', (page) => stageOf(page).waitFor()),
  '/p/$postId/stats': ofPost('/stats', (page) => untilNumber(page, 'Views', /^(\d+|no data yet)$/)),
  '/p/$postId/edit': ofPost('/edit', 'Cover'),
  '/p/$postId/lineage': ofPost('/lineage'),
  '/p/$postId/captions': ofPost('/captions'),
  '/p/$postId/captions/$language': ofPost('/captions/en', (page) =>
    page.getByLabel('Words of caption 1').waitFor(),
  ),
  '/s/$token': { as: 'guest', path: ({ shareToken }) => `/s/${shareToken}`, ready: untilMoving },
  '/@{$handle}': {
    as: 'person',
    path: () => `/@${longestHandle}`,
    ready: (page) => page.getByRole('link', { name: /A flower/ }).waitFor(),
  },
  '/upload': person,
  '/upload/record': person,
  '/search': {
    as: 'person',
    path: () => '/search?q=flowr',
    ready: (page) => page.getByRole('link', { name: /A flower/ }).waitFor(),
  },
  '/search/gaps': person,
  '/discover': { as: 'guest', ready: 'New videos' },
  '/tag/$tag': { as: 'guest', path: () => '/tag/nature' },
  '/sound/$soundId': { as: 'guest', path: ({ soundId }) => `/sound/${soundId}` },
  '/studio': { as: 'person', ready: heading('Do people stay?') },
  '/wallet': { elsewhere: 'money-pages' },
  '/wallet/back': { as: 'person', path: () => '/wallet/back?purchase=0198c000-0000-7000-8000-000000000021' },
  '/wallet/purchases/$purchaseId': { elsewhere: 'money-pages' },
  '/earnings': { elsewhere: 'money-pages' },
  '/earnings/gifts': { elsewhere: 'money-pages' },
  '/earnings/payouts': { elsewhere: 'money-pages' },
  '/earnings/statements': { elsewhere: 'money-pages' },
  '/earnings/statements/$periodId': { elsewhere: 'money-pages' },
  '/fund': { elsewhere: 'money-pages' },
  '/operator/money': { elsewhere: 'money-pages' },
  '/operator/money/payouts': { elsewhere: 'money-pages' },
  '/operator/money/fund': { elsewhere: 'money-pages' },
  '/operator/money/coins': { elsewhere: 'money-pages' },
  '/operator/money/journals': { elsewhere: 'money-pages' },
  '/operator/numbers': { as: 'person', ready: heading('Do creators find an audience?') },
  '/operator/media': {
    as: 'person',
    ready: (page) => page.getByRole('region', { name: 'Queue', exact: true }).waitFor(),
  },
  '/operator/reference': { as: 'person', ready: 'Cost sheet' },
  '/operator/reports': person,
  '/operator/reports/$caseId': { elsewhere: 'moderation' },
  '/operator/appeals': person,
  '/operator/moderation': person,
  '/no/such/page': { as: 'guest', ready: 'The act has moved on' },
}

/** Waits until a page is there and nothing is loading any more. */
export const untilThere = async (page: Page, ready: Visit['ready']): Promise<void> => {
  if (typeof ready === 'function') {
    await ready(page)
    return
  }
  if (typeof ready === 'string') await page.getByRole('heading', { name: ready, exact: true }).waitFor()
  else await page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect
    .poll(() => page.locator('.skeleton').count(), { timeout: patienceMs, interval: 50, message: page.url() })
    .toBe(0)
}
