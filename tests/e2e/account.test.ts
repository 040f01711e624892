import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, signIn } from './stage/account-pages.ts'
import { openTheatre } from './stage/theatre.ts'
import { patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const addVirtualDevice = async (visitor: Visitor): Promise<void> => {
  const session = await visitor.context.newCDPSession(visitor.page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

const brightnessOfPage = (visitor: Visitor): Promise<number> =>
  visitor.page.evaluate(() => {
    // A canvas computes any notation of a colour into numbers.
    const pen = document.createElement('canvas').getContext('2d')
    if (pen === null) return Number.NaN
    pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor
    pen.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data
    return (red + green + blue) / 3
  })

describe.skipIf(!canPlay)('accounts and settings', () => {
  test('signing out everywhere ends the session on the other device', async () => {
    const here = await theatre.enter()
    await arriveWithAccount(here, 'two.devices')
    const there = await theatre.enter(phone)
    await signIn(there, 'two.devices')
    await there.go('/settings')
    await there.page.getByRole('button', { name: 'Sign out everywhere' }).waitFor()
    await here.go('/settings')
    await here.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await here.page.getByText('You are signed out').waitFor()
    await there.page.reload()
    await there.page.getByText('Sign in to like, to post and to see your numbers.').waitFor()
    await here.go('/settings')
    await here.page.getByText('Sign in to like, to post and to see your numbers.').waitFor()
  })

  test('language and theme change at once and are remembered', async () => {
    const guest = await theatre.enter({ colorScheme: 'light' })
    await guest.go('/settings')
    const { page } = guest
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await brightnessOfPage(guest)).toBeGreaterThan(200)
    await page.getByText('Español').click()
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
    await page.getByText('Oscuro').click()
    await expect.poll(() => brightnessOfPage(guest), { timeout: patienceMs }).toBeLessThan(60)
    await page.reload()
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
    expect(await brightnessOfPage(guest)).toBeLessThan(60)
  })

  test('a passkey is made, and signs in without the password', async () => {
    const person = await theatre.enter({ byName: true })
    await arriveWithAccount(person, 'key.bearer')
    await addVirtualDevice(person)
    await person.go('/settings')
    const { page } = person
    await page.getByLabel('Name of this device').fill('Test key')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Remove passkey Test key' }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByText('You are signed out').waitFor()
    await person.go('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    await person.go('/@key.bearer')
    await page.getByRole('main').getByRole('link', { name: 'Settings' }).waitFor()
  })

  test('where the address is a number the page says why there are no passkeys', async () => {
    const person = await theatre.enter()
    await arriveWithAccount(person, 'number.caller')
    await person.go('/settings')
    await person.page.getByText(/Passkeys need a name in the address/).waitFor()
    await person.context.clearCookies()
    await person.go('/sign-in')
    await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await person.page.getByText(/Passkeys need a name in the address/).waitFor()
  })
})
