import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { feedSettingsOf, publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { untilMoving } from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { cardOf, choose, openUploadPage } from './stage/upload-page.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const statusFor = async (visitor: Visitor, postId: string): Promise<number> =>
  (await visitor.context.request.get(`/v1/posts/${postId}`)).status()

describe.skipIf(!canPlay)('the life of a post', () => {
  test('kept as a draft, changed, brought out for followers, and found by everybody in the end', async () => {
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are short clips')
    const creator = await theatre.enter(phone)
    await arriveWithAccount(creator, 'drafty')
    const fan = await theatre.enter(desktop)
    await arriveWithAccount(fan, 'faithful')
    await fan.context.request.put('/v1/people/drafty/follow')
    const stranger = await theatre.enter(desktop)
    await arriveWithAccount(stranger, 'passerby')
    const { page } = creator

    await openUploadPage(creator)
    await choose(page, [clip.path])
    const card = cardOf(page, clip.name)
    await card.getByLabel('Caption').fill('Not yet finished')
    await card.getByText('Audience, time and more').click()
    await card.getByLabel('When it goes out').selectOption('draft')
    await card.getByRole('button', { name: 'Keep as a draft' }).click()
    await card.getByText('Kept', { exact: true }).waitFor()

    await creator.go('/@drafty')
    const tile = page.getByRole('link', { name: 'Draft', exact: true })
    await tile.click()
    await page.waitForURL(/\/p\/[\w-]+$/)
    const postId = page.url().split('/').at(-1) ?? ''
    expect([await statusFor(fan, postId), await statusFor(stranger, postId)]).toEqual([404, 404])

    await page.getByRole('link', { name: 'Edit post' }).click()
    await page.getByLabel('Caption').fill('Finished, with a marzipan duck #marzipan')
    await page.getByLabel('Who sees it').selectOption('followers')
    await page.getByLabel('Description for those who cannot see it').fill('A duck made of marzipan')
    await page.getByRole('button', { name: 'Post now' }).click()
    await page.getByText('Saved').waitFor()
    await until(
      'it is out',
      () => statusFor(fan, postId),
      (status) => status === 200,
    )
    expect(await statusFor(stranger, postId)).toBe(404)

    await page.getByRole('link', { name: 'Edit post' }).click()
    await page.getByLabel('Who sees it').selectOption('public')
    await page.getByRole('button', { name: 'Save' }).click()
    await until(
      'everybody sees it',
      () => statusFor(stranger, postId),
      (status) => status === 200,
    )

    // Found with a typing mistake, by somebody who has never heard of it.
    await stranger.go('/discover')
    await stranger.page.getByRole('combobox', { name: 'Search' }).fill('marzipn')
    await until(
      'the search knows it',
      async () => {
        const answer = await stranger.context.request.get('/v1/search?q=marzipn')
        return ((await answer.json()) as { posts: unknown[] }).posts.length
      },
      (posts) => posts === 1,
    )
    await stranger.page.getByRole('combobox', { name: 'Search' }).press('Enter')
    await stranger.page.getByText('Nothing has the words as they were typed').waitFor()
    await stranger.page.getByRole('link', { name: /Finished, with a marzipan duck/ }).click()
    await stranger.page.waitForURL(`**/p/${postId}`)

    // The hashtag in the caption leads to its videos, where it can be followed.
    await stranger.page.getByRole('link', { name: '#marzipan' }).click()
    await stranger.page.getByRole('button', { name: 'Follow #marzipan' }).click()
    await stranger.page.getByRole('button', { name: 'Following #marzipan' }).waitFor()
    await until(
      'the feed knows it',
      async () => (await feedSettingsOf(stranger)).topics['marzipan'],
      (dial) => dial === 2,
    )
  })

  test('a flawed video is replaced: same address, same comments, statistics for each version', async () => {
    const [flawed, better] = await shortClips()
    if (flawed === undefined || better === undefined) throw new TypeError('there are short clips')
    const creator = await theatre.enter(desktop)
    await arriveWithAccount(creator, 'perfectionist')
    const postId = await publish(creator, flawed, 'Second try')
    const fan = await theatre.enter(phone)
    await arriveWithAccount(fan, 'loyal.fan')
    await fan.context.request.put(`/v1/posts/${postId}/comments/0193b3a4-0000-7000-8000-0000000000c1`, {
      data: { text: 'The sound is missing' },
    })
    const read = async () => {
      const answer = await fan.context.request.get(`/v1/posts/${postId}`)
      return ((await answer.json()) as { post: { version: number; comments: number } }).post
    }
    expect(await read()).toMatchObject({ version: 1, comments: 1 })

    await creator.go(`/p/${postId}/edit`)
    const { page } = creator
    await page.getByRole('link', { name: 'Choose a new video' }).click()
    await page.getByRole('heading', { name: 'Replace the video' }).waitFor()
    await choose(page, [better.path])
    await cardOf(page, better.name).getByRole('button', { name: 'Replace the video' }).click()
    await until('the new one plays', read, ({ version }) => version === 2)
    expect(await read()).toMatchObject({ version: 2, comments: 1 })

    await creator.go(`/p/${postId}/stats`)
    await page.getByLabel('Version of the video').selectOption('1')
    await page.getByText('For views, hook, completion and retention.').waitFor()
    await fan.go(`/p/${postId}`)
    await untilMoving(fan.page)
  })

  test('somebody under 16 is told when the day is over, and cannot put it off', async () => {
    const minor = await theatre.enter(phone)
    await arriveWithAccount(minor, 'youngster', '2012-01-15')
    await minor.go('/settings/time')
    await minor.page.getByText('0 of 60 minutes today').waitFor()
    const limit = minor.page.getByLabel('Time in the feed each day')
    expect(await limit.locator('option').allTextContents()).not.toContain('No limit')
    const refused = await minor.context.request.put('/v1/me/time/limit', { data: { minutes: null } })
    expect(refused.status()).toBe(403)
  })
})
