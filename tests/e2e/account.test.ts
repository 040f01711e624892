import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, signIn } from './stage/account-pages.ts'
import { faultsInBothThemes } from './stage/axe.ts'
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

  test('a profile gets a picture, words and a link, and keeps what its owner likes', async () => {
    const visitor = await theatre.enter({ ...phone, bypassCSP: true })
    await arriveWithAccount(visitor, 'new.face')
    const { page } = visitor
    await visitor.go('/@new.face')
    await page.getByRole('link', { name: 'Edit profile' }).click()
    const file = { name: 'face.png', mimeType: 'image/png', buffer: await page.screenshot() }
    await page.getByLabel('Choose a picture of yourself').setInputFiles(file)
    await page.getByRole('button', { name: 'Take it away' }).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('A new face')
    await page.getByLabel('About you').fill('Plays the saw.\nBadly.')
    await page.getByLabel('Where else you are found').fill('https://example.org/saw')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('heading', { name: 'A new face' }).waitFor()
    await page.getByText('Plays the saw.').waitFor()
    expect(await page.getByRole('link', { name: 'example.org/saw' }).getAttribute('rel')).toContain('ugc')
    const drawn = page.locator('header img')
    await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(288)
    await page.getByRole('link', { name: 'Liked' }).click()
    await page.getByRole('heading', { name: 'Nothing liked yet' }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
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

  test('a parent links a teen by a code, and what they set stands in the settings of the teen', async () => {
    const teen = await theatre.enter({ ...phone, bypassCSP: true })
    await arriveWithAccount(teen, 'link.teen', '2010-01-15')
    await teen.go('/settings/family')
    await teen.page.getByText('Nobody is linked to you.').waitFor()
    await teen.page.getByRole('button', { name: 'Make a code' }).click()
    const code = await teen.page.getByLabel('Your code').textContent()
    const parent = await theatre.enter({ bypassCSP: true })
    await arriveWithAccount(parent, 'link.parent')
    await parent.go(`/family#${code?.toLowerCase()}`)
    await parent.page.getByRole('button', { name: 'See whose it is' }).click()
    await parent.page.getByText('@link.teen').waitFor()
    await parent.page.getByRole('button', { name: 'Accept' }).click()
    await parent.page.getByRole('heading', { name: 'link.teen' }).waitFor()
    await parent.page.getByText('0 minutes today').waitFor()
    await parent.page.getByLabel('At most each day').selectOption('15')
    await parent.page.getByText(/^15 minutes count today/).waitFor()
    expect(await faultsInBothThemes(parent.page)).toEqual([])

    await teen.go('/settings/time')
    await teen.page.getByText('0 of 15 minutes today').waitFor()
    await teen.page.getByText('@link.parent').waitFor()
    await teen.page.getByText('They have set: 15 minutes a day.').waitFor()
    const offered = teen.page.getByLabel('Time in the feed each day').locator('option')
    expect(await offered.allTextContents()).toEqual(['15 minutes'])
    expect(await faultsInBothThemes(teen.page)).toEqual([])
    await teen.go('/inbox')
    await teen.page.getByText('link.parent changed your time limit to 15 minutes.').waitFor()
    await teen.go('/settings/family')
    await teen.page.getByRole('button', { name: 'End the link with link.parent' }).click()
    await teen.page.getByRole('alertdialog').getByRole('button', { name: 'End the link' }).click()
    await teen.page.getByText('Nobody is linked to you.').waitFor()
  })

  test('where the address is a number the page says why there are no passkeys', async () => {
    const person = await theatre.enter()
    await arriveWithAccount(person, 'number.caller')
    await person.go('/settings')
    await person.page.getByText(/Passkeys need a name in the address/).waitFor()
    // A page that is open would go on asking as somebody who is not signed in any more.
    await person.go('about:blank')
    await person.context.clearCookies()
    await person.go('/sign-in')
    await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await person.page.getByText(/Passkeys need a name in the address/).waitFor()
  })
})
