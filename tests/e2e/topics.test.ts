import { randomUUID } from 'node:crypto'
import type { getPost, getSound, ResponseOf } from '@busker/contract'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsInTheme } from './stage/axe.ts'
import { feedSettingsOf, postIdOf, publish } from './stage/backstage.ts'
import { landscapeClip } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { choose, untilState, writeAndPost } from './stage/upload-page.ts'
import { desktop, patienceMs, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay, {
  browserArguments: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
})

const creator = 'water.music'
let postId = ''

const postOf = async (visitor: Visitor, id: string) => {
  const answer = await visitor.context.request.get(`/v1/posts/${id}`)
  const { post } = (await answer.json()) as ResponseOf<typeof getPost>
  if (post.state !== 'published') throw new TypeError('it is out')
  return post
}

describe.skipIf(!canPlay)('what videos have in common', () => {
  beforeAll(async () => {
    const author = await theatre.enter()
    await arriveWithAccount(author, creator)
    const clip = await landscapeClip()
    postId = await publish(author, clip, 'A glass sings #water')
  })

  test('a hashtag is followed from its page, and the feed is turned up by it', async () => {
    const fan = await theatre.enter({ ...desktop, bypassCSP: true })
    await arriveWithAccount(fan, 'tag.fan')
    const { page } = fan
    await fan.go(`/p/${postId}`)
    await page.getByRole('link', { name: '#water' }).click()
    await page.getByRole('heading', { name: '#water' }).waitFor()
    await page.getByText('1 video by 1 creator').waitFor()
    await page.getByRole('button', { name: 'Follow #water', pressed: false }).click()
    await page.getByRole('button', { name: 'Following #water', pressed: true }).waitFor()
    await expect
      .poll(async () => (await feedSettingsOf(fan)).topics, { timeout: patienceMs, interval: 100 })
      .toEqual({ water: 2 })
    expect(await faultsInBothThemes(page)).toEqual([])
    await fan.go('/followed')
    await page.getByRole('link', { name: '#water' }).waitFor()
    expect(await faultsInTheme(page, 'light')).toEqual([])
  })

  test('a sound is used for a recording, and its page lists both videos', async () => {
    const fan = await theatre.enter({ ...phone, bypassCSP: true })
    await arriveWithAccount(fan, 'sound.fan')
    const { page } = fan
    // Without a microphone: what is heard in the recording is the sound.
    await fan.context.addInitScript(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = (wish) => open({ ...wish, audio: false })
    })
    await fan.go(`/p/${postId}`)
    await page.getByRole('link', { name: 'Sound: Original sound – @water.music' }).click()
    await page.getByRole('heading', { name: 'Original sound – @water.music' }).waitFor()
    await page.getByRole('link', { name: 'Use this sound' }).click()
    await page.getByText('Sound', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Record', exact: true }).click()
    await page.getByText('Original sound – @water.music').waitFor()
    await page.locator('button:enabled[aria-label=Record]').waitFor()
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByRole('timer').filter({ hasText: '0:02' }).waitFor()
    await page.getByRole('button', { name: 'Stop recording' }).click()
    await page.getByLabel('Your recording').waitFor()
    await page.getByRole('button', { name: 'Use this video' }).click()
    const card = page.getByRole('listitem', { name: /^recording-/ })
    await card.getByText('Sound', { exact: true }).waitFor()
    const filename = (await card.getAttribute('aria-label')) ?? ''
    await writeAndPost(page, filename, 'And I dance to it')
    await untilState(page, filename, 'Published')
    const made = await postOf(fan, await postIdOf(fan, 'sound.fan', 'And I dance to it'))
    expect(made.playback.hasAudio).toBe(true)
    expect(made.sound).toMatchObject({ author: { handle: creator }, isOriginal: false })

    const soundId = made.sound?.soundId ?? ''
    await fan.go(`/sound/${soundId}`)
    await page.getByText('2 videos by 2 creators').waitFor()
    const videos = page.getByRole('region', { name: 'Videos' })
    await expect.poll(() => videos.getByRole('link').count(), { timeout: patienceMs }).toBe(2)
    expect(await faultsInBothThemes(page)).toEqual([])
    const answer = await fan.context.request.get(`/v1/sounds/${soundId}`)
    const { sound } = (await answer.json()) as ResponseOf<typeof getSound>
    expect([sound.posts, sound.creators, sound.source?.postId]).toEqual([2, 2, postId])
  })

  test('a comment is answered with a video, and each leads to the other', async () => {
    const fan = await theatre.enter({ ...desktop, bypassCSP: true })
    await arriveWithAccount(fan, 'curious.one')
    const words = { data: { text: 'Does it work with a mug?' } }
    const commentId = randomUUID()
    await fan.context.request.put(`/v1/posts/${postId}/comments/${commentId}`, words)

    const author = await theatre.enter({ ...phone, bypassCSP: true })
    await returnWithAccount(author, creator)
    const { page } = author
    await author.go(`/p/${postId}`)
    await page.getByRole('button', { name: /^Comments/ }).click()
    await page.getByRole('button', { name: 'More about the comment of curious.one' }).click()
    await page.getByRole('link', { name: 'Answer with a video' }).click()
    await page.getByText('Does it work with a mug?').waitFor()
    const clip = await landscapeClip()
    await choose(page, [clip.path])
    await writeAndPost(page, clip.name, 'It does')
    await untilState(page, clip.name, 'Published')

    const answerId = await postIdOf(author, creator, 'It does')
    await fan.go(`/p/${answerId}`)
    await fan.page.getByRole('link', { name: 'Does it work with a mug?' }).click()
    await fan.page.waitForURL(`**/p/${postId}`)
    await fan.page.getByRole('button', { name: /^Comments/ }).click()
    await fan.page.getByRole('link', { name: 'Answered with a video' }).click()
    await fan.page.waitForURL(`**/p/${answerId}`)
    await fan.go(`/p/${answerId}/lineage`)
    const above = fan.page.getByRole('list', { name: 'Where it comes from' })
    await above.getByText('water.music answers a comment under it').waitFor()
    expect(await faultsInBothThemes(fan.page)).toEqual([])
    await above.getByRole('link', { name: /A glass sings/ }).focus()
    await fan.page.keyboard.press('Enter')
    await fan.page.waitForURL(`**/p/${postId}`)
  })
})
