import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsInTheme } from './stage/axe.ts'
import { plantMoney } from './stage/money-answers.ts'
import { openTheatre } from './stage/theatre.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

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

const owner = async (size: object): Promise<Visitor> => {
  const visitor = await theatre.enter(size)
  await returnWithAccount(visitor, 'money.owner')
  return visitor
}

describe.skipIf(!canPlay)('pages of money', () => {
  beforeAll(async () => {
    // The first account of an instance is its operator.
    await arriveWithAccount(await theatre.enter(), 'money.owner')
  })

  test('each shows the amounts that the server told, digit by digit', async () => {
    const visitor = await owner(desktop)
    await plantMoney(visitor.page)
    const missing: string[] = []
    for (const { path, heading, shows } of pages) {
      await visitor.go(path)
      await visitor.page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor()
      await visitor.page.getByText(shows[0]).first().waitFor()
      await visitor.page.waitForLoadState('networkidle')
      const text = (await visitor.page.locator('main').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ')
      const hidden =
        (await visitor.page.locator('main').textContent())?.replaceAll(/[\u00a0\u202f]/g, ' ') ?? ''
      missing.push(
        ...shows
          .filter((one) => !text.includes(one) && !hidden.includes(one))
          .map((one) => `${path}: ${one}`),
      )
    }
    expect(missing).toEqual([])
  })

  test('axe finds no serious fault, on a phone and on a desktop, light and dark', async () => {
    const visitor = await owner({ viewport: phone.viewport, bypassCSP: true })
    await plantMoney(visitor.page)
    const faults: string[] = []
    for (const { path, heading, shows } of pages) {
      await visitor.go(path)
      await visitor.page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor()
      await visitor.page.getByText(shows[0]).first().waitFor()
      faults.push(...(await faultsInBothThemes(visitor.page)))
      await visitor.page.setViewportSize(desktop.viewport)
      faults.push(...(await faultsInTheme(visitor.page, 'light')))
      await visitor.page.setViewportSize(phone.viewport)
    }
    expect(faults).toEqual([])
  })
})
