import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsInTheme } from './stage/axe.ts'
import { plantMoney } from './stage/money-answers.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { desktop, phone } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

/** Each page with what it must show of the planted answers: amounts to the last digit, in the notation of the reader. */
const pages = [
  {
    path: '/wallet',
    heading: 'Wallet',
    shows: [
      ...['1,378', '€13.6422', '€4.95', '€0.99', '€9.90', '€99.00', '€0.00934 for a coin'],
      ...[
        'You paid €2.969997, the creator got €2.10',
        'bought €4.95, given €1.20001',
        'Your limit is €20.00.',
      ],
      '-300 coins',
    ],
  },
  {
    path: '/wallet/purchases/0198c000-0000-7000-8000-000000000021',
    heading: 'Your purchase',
    shows: ['Receipt 2026-000042', '€4.159664', '€0.790336', '€4.95', '€3.7422 back'],
  },
  {
    path: '/earnings',
    heading: 'Earnings',
    shows: ['€120.40', '€86.53', '€33.00', '€16.85', '€1.50', '€70.25', '€38.41', '€48.12', '-€2.50'],
  },
  {
    path: '/earnings/gifts',
    heading: 'Earnings',
    shows: ['€48.12', '€0.70', '€29.700003', '€4.742017', '€3.957986', '€21.00'],
  },
  {
    path: '/earnings/payouts',
    heading: 'Earnings',
    shows: ['€118.90', '€120.40', '€10.00', '€16.85', '€0.003217', 'Came back'],
  },
  { path: '/earnings/statements', heading: 'Earnings', shows: ['2026-10', '€38.41', '5,402 of 9,120'] },
  {
    path: '/earnings/statements/2026-10',
    heading: 'Earnings',
    shows: ['€38.412907', '€7.110867', '€19.206453', '€19.206454', 'verify-statement', '9f2c41d0b7a86e53'],
  },
  {
    path: '/fund',
    heading: 'Creator fund',
    shows: ['€2,500.00 every month', '€2,125.000017', '640 of 1,000'],
  },
  {
    path: '/operator/money',
    heading: 'Money',
    shows: ['€8,120.40', '24.12%', '€1,958.64 revenue', '€6.12', '0.71', '€912.34', '€2,210.90'],
  },
  { path: '/operator/money/payouts', heading: 'Money', shows: ['€120.40', '@mira.holt', 'Held'] },
  {
    path: '/operator/money/fund',
    heading: 'Money',
    shows: ['€1,400.000001', '€110.000001', '€199.999999', '0.61', '301,118 of 481,220'],
  },
  { path: '/operator/money/coins', heading: 'Money', shows: ['€0.99', '€0.007', '€21.00'] },
  { path: '/operator/money/journals', heading: 'Money', shows: ['Add €2,500.00 to fund period 2026-11'] },
] as const

/** What of these texts the page does not show; what is folded counts as shown. */
const missingOf = async (page: Page, shows: readonly string[]): Promise<string[]> => {
  const main = page.locator('main')
  const texts = [await main.innerText(), (await main.textContent()) ?? '']
  return shows.filter((one) => !texts.some((text) => text.replaceAll(/[\u00a0\u202f]/g, ' ').includes(one)))
}

describe.skipIf(!canPlay)('pages of money', () => {
  test('each shows the amounts that the server told, digit by digit, and has no serious fault for axe on a phone and on a desktop', async () => {
    const visitor = await theatre.enter({ viewport: desktop.viewport, bypassCSP: true })
    // The first account of an instance is its operator.
    await arriveWithAccount(visitor, 'money.owner')
    const { page } = visitor
    await plantMoney(page)
    const faults: string[] = []
    for (const { path, heading, shows } of pages) {
      await visitor.go(path)
      await page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor()
      await until(
        `every amount of ${path}`,
        () => missingOf(page, shows),
        (missing) => missing.length === 0,
      )
      faults.push(...(await faultsInTheme(page, 'light')))
      // Loaded once: the layout follows the window.
      await page.setViewportSize(phone.viewport)
      faults.push(...(await faultsInBothThemes(page)))
      await page.setViewportSize(desktop.viewport)
    }
    expect(faults).toEqual([])
  })
})
