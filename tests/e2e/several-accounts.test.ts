import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { stageOf, untilOnStage } from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { patienceMs } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)
const isNarrow = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 1024

describe.skipIf(!canPlay)('a new person in a browser that others use', () => {
  test('is welcomed once, uses the keys, and changes to the account that was there before', async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'drummer')
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are short clips')
    await publish(creator, clip, 'Drums on buckets #drums')

    const family = await theatre.enter()
    await arriveWithAccount(family, 'parent')
    await family.go('/')
    const other = await family.context.newPage()
    await other.goto('/settings')
    await other.getByRole('link', { name: '@parent' }).first().waitFor()
    const { page } = family
    // On a phone there is no corner for it: the accounts are among the settings.
    if (isNarrow(page)) await family.go('/settings')
    else await page.getByRole('button', { name: 'Accounts' }).click()
    await page.getByRole('link', { name: 'Add account' }).click()
    await page.getByRole('link', { name: 'Create account' }).first().click()
    await page.getByLabel('Handle').fill('child')
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('Date of birth').fill('2000-04-17')
    await page.getByRole('button', { name: 'Create account' }).click()

    await page.getByRole('heading', { name: 'Who would you stop for?' }).waitFor()
    await page.getByRole('button', { name: 'Follow drummer' }).click()
    await page.getByRole('button', { name: 'Following drummer' }).waitFor()
    await page.getByRole('button', { name: 'Start watching' }).click()
    await untilOnStage(page, 'Drums on buckets')
    // The other window has noticed who is here now.
    await other.getByRole('link', { name: '@child' }).first().waitFor()
    await other.close()

    const follow = stageOf(page).getByRole('button', { name: 'Following drummer' })
    const like = stageOf(page).getByRole('button', { name: 'Like' })
    await follow.waitFor()
    await page.keyboard.press('l')
    await expect.poll(() => like.getAttribute('aria-pressed'), { timeout: patienceMs }).toBe('true')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    // In a dialog they rest.
    await page.keyboard.press('l')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
    expect(await like.getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/settings')

    const here = page.getByRole('listitem').filter({ hasText: '@parent' })
    await here.getByRole('button', { name: /Switch to this account/ }).click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.locator('a[href="/@parent"]').filter({ visible: true }).first().waitFor()
    // Nothing of what the other one did is theirs.
    await family.go('/@drummer')
    await page.getByRole('button', { name: 'Follow drummer' }).waitFor()

    await family.go('/settings')
    await page.getByRole('button', { name: 'Sign out all here' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    // Where there is room for it, who is nobody is asked to sign in; on a phone they are led to the settings.
    const nobodys = isNarrow(page)
      ? page.locator('nav a[href="/settings"]')
      : page.getByRole('link', { name: 'Sign in' })
    await nobodys.filter({ visible: true }).first().waitFor()
    // Signed in again they are not new.
    await returnWithAccount(family, 'child')
    await family.go('/@drummer')
    await page.getByRole('button', { name: 'Following drummer' }).waitFor()
  })
})
