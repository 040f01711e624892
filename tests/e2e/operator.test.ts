import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes } from './stage/axe.ts'
import { landscapeClip, noiseInTheHeader, rotatedClip } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { choose, openUploadPage, untilState } from './stage/upload-page.ts'
import { desktop, patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const failureOf = (page: Page, filename: string): Locator =>
  section(page, 'Failures').getByRole('listitem').filter({ hasText: filename })

const openMediaPage = async (visitor: Visitor): Promise<void> => {
  await visitor.go('/operator/media')
  await visitor.page.getByRole('heading', { name: 'Video processing' }).waitFor()
}

const operator = async (size: object = desktop): Promise<Visitor> => {
  const visitor = await theatre.enter(size)
  await returnWithAccount(visitor, 'first.operator')
  return visitor
}

describe.skipIf(!canPlay)('the operator and the videos', () => {
  beforeAll(async () => {
    // The first account of an instance is its operator.
    await arriveWithAccount(await theatre.enter(), 'first.operator')
    await arriveWithAccount(await theatre.enter(), 'quiet.person')
  })

  test('an instance at rest shows what it can do, and that nothing waits and nothing failed', async () => {
    const visitor = await operator()
    const { page } = visitor
    await visitor.go('/')
    await page.getByRole('link', { name: 'Video processing' }).click()
    await page.getByRole('heading', { name: 'Video processing' }).waitFor()
    await section(page, 'What this machine can do')
      .getByText(/^(Isolated|Limited|Not isolated)$/)
      .waitFor()
    await section(page, 'Queue').getByText('Nothing is waiting').waitFor()
    await section(page, 'Queue').getByText('This server').waitFor()
    await section(page, 'Failures').getByText('No failures').waitFor()
  })

  test('a phone reaches the page by the settings', async () => {
    const visitor = await operator(phone)
    const { page } = visitor
    await visitor.go('/settings')
    await page.getByRole('link', { name: 'Video processing' }).click()
    await page.getByRole('heading', { name: 'Video processing' }).waitFor()
  })

  test('uploads that wait and fail appear by themselves, with the reason, and can be tried again', async () => {
    const watching = await operator({ ...desktop, bypassCSP: true })
    const { page } = watching
    await openMediaPage(watching)
    const creator = await theatre.enter()
    await returnWithAccount(creator, 'quiet.person')
    const [long, second, noise] = await Promise.all([
      landscapeClip(),
      rotatedClip(),
      noiseInTheHeader(theatre.house.scratchFolder),
    ])
    await openUploadPage(creator)
    await choose(creator.page, [noise, long.path, second.path])
    await section(page, 'Queue').getByText(long.name).first().waitFor()
    const failure = failureOf(page, 'noise.mp4')
    await failure.getByText(/not a video we can read.*Export it again as MP4/).waitFor()
    await failure.getByText('unreadable_file').waitFor()
    expect(await failure.getByRole('link', { name: '@quiet.person' }).getAttribute('href')).toBe(
      '/@quiet.person',
    )

    // The page without failures is judged with all others (access).
    expect(await faultsInBothThemes(page)).toEqual([])
    await page.setViewportSize(phone.viewport)
    expect(await faultsInBothThemes(page)).toEqual([])

    const failedAt = (): Promise<string | null> => failure.locator('time').getAttribute('datetime')
    const before = await failedAt()
    await failure.getByRole('button', { name: 'Try again: noise.mp4' }).click()
    await page.getByText('noise.mp4 is queued again').waitFor()
    // It is still noise: the same verdict comes a second time, at a later time.
    await expect.poll(() => failedAt().catch(() => before), { timeout: patienceMs }).not.toBe(before)
    await untilState(creator.page, 'noise.mp4', 'Refused')
    await untilState(creator.page, long.name, 'Ready')
    await untilState(creator.page, second.name, 'Ready')
    await section(page, 'Queue').getByText('Nothing is waiting').waitFor()
  })

  test('somebody else is told whose page it is, and the server gives nothing away', async () => {
    const person = await theatre.enter()
    await returnWithAccount(person, 'quiet.person')
    await person.go('/operator/media')
    await person.page.getByRole('heading', { name: 'Behind the curtain' }).waitFor()
    expect(await person.page.getByRole('link', { name: 'Video processing' }).count()).toBe(0)
    expect((await person.context.request.get('/v1/operator/media')).status()).toBe(403)
    const guest = await theatre.enter(phone)
    await guest.go('/operator/media')
    await guest.page.getByRole('link', { name: 'Sign in' }).first().waitFor()
    expect((await guest.context.request.get('/v1/operator/media')).status()).toBe(401)
  })
})
