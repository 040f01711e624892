import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, password, returnWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsInTheme } from './stage/axe.ts'
import { assetIdOf, postIdOf, publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { stageOf, untilMoving, untilOnStage } from './stage/stage-view.ts'
import { untilNumber } from './stage/stats-page.ts'
import { openTheatre } from './stage/theatre.ts'
import { desktop, patienceMs, phone } from './stage/visitor.ts'

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
    const vtt = 'WEBVTT\n\n00:00.000 --> 00:02.000\nA flower\n'
    const path = `/v1/assets/${await assetIdOf(creator, clip.name)}/captions/en`
    const written = await creator.context.request.put(path, { data: { label: 'English', vtt } })
    if (!written.ok()) throw new Error(`the captions were answered ${written.status()}`)
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
    await page.waitForURL((url) => url.pathname === '/')

    await untilOnStage(page, 'A flower opens')
    const like = stageOf(page).getByRole('button', { name: 'Like' })
    await tabTo(page, like)
    await page.keyboard.press('Enter')
    await expect.poll(() => like.getAttribute('aria-pressed'), { timeout: patienceMs }).toBe('true')

    const [, clip] = await shortClips()
    if (clip === undefined) throw new Error('there is another short clip')
    await publish(visitor, clip, 'My own faces')
    await tabTo(page, page.getByRole('link', { name: 'Profile', exact: true }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('link', { name: /My own faces/ }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('link', { name: 'Statistics' }))
    await page.keyboard.press('Enter')
    await untilNumber(page, 'Views', /^(0|no data yet)$/)
  })

  test('axe finds no serious fault on any page, on a phone and on a desktop', async () => {
    const guest = await theatre.enter({ viewport: phone.viewport, bypassCSP: true })
    const person = await theatre.enter({ viewport: phone.viewport, bypassCSP: true })
    await returnWithAccount(person, 'street.stage')
    const postId = await postIdOf(person, 'street.stage', 'A flower')
    const pages = [
      { visitor: guest, path: '/', ready: (page: Page) => untilMoving(page) },
      { visitor: guest, path: '/sign-in', heading: 'Welcome back' },
      { visitor: guest, path: '/sign-up', heading: 'Take the stage' },
      { visitor: guest, path: '/no/such/page', heading: 'The act has moved on' },
      { visitor: person, path: '/upload', heading: 'Post a video' },
      { visitor: person, path: '/settings', heading: 'Settings' },
      {
        visitor: person,
        path: '/@street.stage',
        ready: (page: Page) => page.getByRole('link', { name: /A flower/ }).waitFor(),
      },
      { visitor: person, path: `/p/${postId}`, ready: (page: Page) => untilMoving(page) },
      {
        visitor: person,
        path: `/p/${postId}/stats`,
        ready: (page: Page) => untilNumber(page, 'Views', /^(\d+|no data yet)$/),
      },
      { visitor: person, path: `/p/${postId}/captions`, heading: 'Captions' },
      {
        visitor: person,
        path: `/p/${postId}/captions/en`,
        ready: (page: Page) => page.getByLabel('Words of caption 1').waitFor(),
      },
      // The first account of an instance is its operator.
      {
        visitor: person,
        path: '/operator/media',
        ready: (page: Page) => page.getByRole('region', { name: 'Queue', exact: true }).waitFor(),
      },
      { visitor: person, path: '/operator/numbers', heading: 'Do creators find an audience?' },
      { visitor: person, path: '/operator/reference', heading: 'Cost sheet' },
      { visitor: person, path: '/operator/reports', heading: 'Reports' },
      { visitor: person, path: '/studio', heading: 'Do people stay?' },
      { visitor: person, path: '/saved', heading: 'Saved' },
      { visitor: guest, path: '/feed/parameters', heading: 'How the feed chooses' },
      { visitor: guest, path: '/definitions', heading: 'Retention and churn' },
    ]
    const faults: string[] = []
    for (const { visitor, path, ...until } of pages) {
      await visitor.go(path)
      if (until.heading)
        await visitor.page.getByRole('heading', { name: until.heading, exact: true }).waitFor()
      await until.ready?.(visitor.page)
      faults.push(...(await faultsInBothThemes(visitor.page)))
      // Loaded once: the layout follows the window.
      await visitor.page.setViewportSize(desktop.viewport)
      faults.push(...(await faultsInTheme(visitor.page, 'light')))
      await visitor.page.setViewportSize(phone.viewport)
    }
    expect(faults).toEqual([])
  })
})
