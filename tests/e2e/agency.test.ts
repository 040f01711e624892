import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { faultsInBothThemes } from './stage/axe.ts'
import { password, signIn } from './stage/account-pages.ts'
import { marketOnFiles, type MarketOnFiles } from './stage/market-files.ts'
import { openTheatre } from './stage/theatre.ts'
import { phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const csv = (name: string, ...lines: readonly (readonly string[])[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.map((cells) => cells.join(',')).join('\r\n')),
})

const orderHeader = [
  ...['Order ID', 'Order Status', 'SKU ID', 'Seller SKU', 'Product Name', 'Quantity'],
  ...['SKU Subtotal After Discount', 'Order Amount', 'Created Time', 'Buyer Username', 'Recipient'],
]
const order = (id: string, subtotal: string) => [
  ...[id, 'Completed', '1729384756473829101', 'LIP-01', 'Lip oil', '2'],
  ...[subtotal, '26.49', '09/14/2026 10:30:05', 'somebody', 'Jane Doe'],
]
const orders = csv(
  'orders.csv',
  orderHeader,
  order('576461413038785752', '21.00'),
  order('576461413038785753', '=1+1'),
)
const creators = csv(
  'creators.csv',
  ['Creator name', 'Creator-attributed GMV', 'Refunds', 'Attributed orders', 'Est. commission', 'Videos'],
  ['ana', '$100.00', '$0.00', '4', '$10.00', '3'],
)
const costs = csv(
  'kosten.csv',
  ['Kosten', 'Artikel', 'Je', 'Betrag', 'Geld'],
  ['goods', 'LIP-01', 'unit', '4.20', 'USD'],
)

const signUpAsAgency = async ({ page, go }: Visitor): Promise<void> => {
  await go('/clients')
  await page.getByRole('link', { name: 'Sign up as an agency or brand' }).click()
  await page.getByLabel('Handle').fill('pond.agency')
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Date of birth').fill('1990-04-17')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Pond Agency')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
}

const addClient = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Name of the client').fill(name)
  await page.getByLabel('Where its shop is').selectOption('US')
  await page.getByRole('button', { name: 'Add the client' }).click()
  await page.getByText('Drop all your exports at once').waitFor()
}

const card = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

const matchColumns = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Match the columns' }).click()
  await page.getByLabel('What the file is').selectOption({ label: 'Cost sheet' })
  const fields = { Kosten: 'Cost', Artikel: 'SKU', Je: 'Per', Betrag: 'Amount', Geld: 'Currency' }
  for (const [column, field] of Object.entries(fields))
    await page.getByLabel(column, { exact: true }).selectOption({ label: field })
  await page.getByRole('button', { name: 'Remember and read the file' }).click()
  await page.getByRole('heading', { name: 'Remembered columns' }).waitFor()
}

const dropEverything = async (page: Page, { files }: MarketOnFiles): Promise<void> => {
  await page.getByLabel('Choose exported files').setInputFiles([...files])
  for (const { name } of files) await card(page, name).getByText('Counts', { exact: true }).waitFor()
}

const readWhatToDo = async (page: Page, told: MarketOnFiles): Promise<void> => {
  const steps = page.getByRole('list', { name: 'What to do next' }).getByRole('listitem')
  await steps.filter({ hasText: told.creatorToDrop }).getByText('Stop', { exact: true }).waitFor()
  await steps.filter({ hasText: told.videoToScale }).getByText('Scale', { exact: true }).waitFor()
}

const shareByLink = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Make a report' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  return page.getByLabel('Copy this link now: it is shown this once.').inputValue()
}

const fiveMinutesMs = 300_000
/** Told by one story to the next. */
const shared = { link: '' }

describe.skipIf(!canPlay)('an agency', () => {
  test('signs up, drops the exports of a client at once, learns what to do, and shares a report', async () => {
    const told = await marketOnFiles()
    const visitor = await theatre.enter({ bypassCSP: true })
    const { page } = visitor
    const beganMs = performance.now()
    await signUpAsAgency(visitor)
    await addClient(page, 'Example Beauty')
    await dropEverything(page, told)
    await page.getByRole('link', { name: 'Boards', exact: true }).click()
    await page.getByText(told.left).first().waitFor()
    await readWhatToDo(page, told)
    const link = await shareByLink(page)
    const reader = await theatre.enter({ ...phone, bypassCSP: true })
    await reader.page.goto(link)
    await reader.page.getByRole('heading', { level: 1, name: 'Example Beauty' }).waitFor()
    await reader.page.getByText(told.left).first().waitFor()
    await readWhatToDo(reader.page, told)
    expect(performance.now() - beganMs).toBeLessThan(fiveMinutesMs)

    expect(await reader.context.cookies()).toEqual([])
    shared.link = link
  })

  test('whoever has the link reads on the phone, takes the files, and nothing more when the link has ended', async () => {
    const reader = await theatre.enter({ ...phone, bypassCSP: true })
    await reader.page.goto(shared.link)
    await reader.page.getByRole('heading', { name: 'What the numbers mean' }).waitFor()
    expect(await faultsInBothThemes(reader.page)).toEqual([])
    for (const [file, type] of [
      ['report.pdf', 'application/pdf'],
      ['report.csv', 'text/csv; charset=utf-8'],
    ]) {
      const path = await reader.page.locator(`a[href$="/${file}"]`).getAttribute('href')
      const answer = await reader.context.request.get(path ?? '')
      expect(answer.headers()['content-type']).toBe(type)
    }
    const visitor = await theatre.enter({ bypassCSP: true })
    const { page } = visitor
    await signIn(visitor, 'pond.agency')
    await visitor.go('/clients')
    await page.getByRole('link', { name: 'Example Beauty' }).click()
    await page.getByRole('link', { name: 'Reports', exact: true }).click()
    await page.getByText('These are all reports.').waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    await page.getByRole('link', { name: /opened 2 times/ }).click()
    await page.getByRole('button', { name: 'End the link' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End the link' }).click()
    await page.getByText(/^Ended on/).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    reader.faults.forgive(/404/)
    await reader.page.reload()
    await reader.page.getByText('This report is not here').waitFor()
  })

  test('answers what the exports of another client ask', async () => {
    const visitor = await theatre.enter({ bypassCSP: true })
    const { page } = visitor
    await signIn(visitor, 'pond.agency')
    await visitor.go('/clients')
    await page.getByRole('button', { name: 'Add a client' }).click()
    await addClient(page, 'Small Brand')
    await page.getByLabel('Choose exported files').setInputFiles([orders, creators, costs])

    await card(page, 'orders.csv').getByText('1 line taken').waitFor()
    await card(page, 'orders.csv').getByText('1 line was not taken').click()
    await card(page, 'orders.csv').getByRole('cell', { name: '=1+1' }).waitFor()
    await card(page, 'creators.csv').getByLabel('First day').fill('2026-09-01')
    await card(page, 'creators.csv').getByLabel('Last day').fill('2026-09-30')
    expect(await faultsInBothThemes(page)).toEqual([])
    await card(page, 'creators.csv').getByRole('button', { name: 'Go on' }).click()
    await card(page, 'creators.csv').getByText('Counts', { exact: true }).waitFor()
    await matchColumns(page)
    await card(page, 'kosten.csv').getByText('Counts', { exact: true }).waitFor()

    await page.getByLabel('Choose exported files').setInputFiles([{ ...orders, name: 'again.csv' }])
    await card(page, 'again.csv').getByText('Known already').waitFor()
    await card(page, 'kosten.csv').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click()
    await card(page, 'kosten.csv').getByRole('button', { name: 'Let it count again' }).waitFor()
  })

  test('finds its clients by phone', async () => {
    const visitor = await theatre.enter({ ...phone, bypassCSP: true })
    const { page } = visitor
    await visitor.go('/clients')
    await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Handle').fill('pond.agency')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('link', { name: 'Example Beauty' }).click()
    await page.getByRole('link', { name: 'Members and rates' }).click()
    await page.getByRole('heading', { name: 'Exchange rates' }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })
})
