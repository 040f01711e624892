import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, skipWelcome } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { stageOf, untilOnStage } from './stage/stage-view.ts'
import { untilNumber } from './stage/stats-page.ts'
import { openTheatre } from './stage/theatre.ts'
import { patienceMs } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)
const mostTabs = 80

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement)

/** Goes on with Tab until the focus is there, as somebody without a mouse does. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor()
  for (let presses = 0; presses < mostTabs; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target.toString()} is not reached by Tab`)
}

describe.skipIf(!canPlay)('access', () => {
  beforeAll(async () => {
    const creator = await theatre.enter()
    await arriveWithAccount(creator, 'street.stage')
    const [clip] = await shortClips()
    if (clip === undefined) throw new Error('there is a short clip')
    await publish(creator, clip, 'A flower opens #nature')
  })

  test('everything is reached by keyboard alone', async () => {
    const visitor = await theatre.enter()
    await visitor.go('/sign-up')
    const { page } = visitor
    await tabTo(page, page.getByLabel('Handle'))
    await page.keyboard.type('no.mouse')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Tab')
    await page.keyboard.type('17041990')
    await tabTo(page, page.getByRole('button', { name: 'Create account' }))
    await page.keyboard.press('Enter')
    await skipWelcome(page)

    await untilOnStage(page, 'A flower opens')
    const like = stageOf(page).getByRole('button', { name: 'Like' })
    await tabTo(page, like)
    await page.keyboard.press('Enter')
    await expect.poll(() => like.getAttribute('aria-pressed'), { timeout: patienceMs }).toBe('true')

    const [, clip] = await shortClips()
    if (clip === undefined) throw new Error('there is another short clip')
    await publish(visitor, clip, 'My own faces')
    await tabTo(page, page.getByRole('link', { name: /^(Profile|You)$/ }).filter({ visible: true }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('link', { name: /My own faces/ }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('link', { name: 'Statistics' }))
    await page.keyboard.press('Enter')
    await untilNumber(page, 'Views', /^(0|no data yet)$/)
  })
})
