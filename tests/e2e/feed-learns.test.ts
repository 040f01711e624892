import type { getFeed, ResponseOf } from '@busker/contract'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { makeClips } from '../scenarios/clips.ts'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { stageOf, untilMoving, videoOf } from './stage/stage-view.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay, { feed: 'recommended' })

const topics = ['cats', 'trains', 'cooking', 'chess'] as const
/** Of each of the two creators of a topic: of the one that is watched enough is left to be shown. */
const videosOf = (topic: (typeof topics)[number]): number => (topic === 'cats' ? 4 : 2)
const inAll = topics.reduce((sum, topic) => sum + 2 * videosOf(topic), 0)
const handle = 'mia.meow'

const topicOf = (caption: string): string => /#(cats|trains|cooking|chess)/.exec(caption)?.[1] ?? ''

/** What a new feed of this visitor shows first, as a program sees it. */
const nextFeed = async (visitor: Visitor, limit = 6): Promise<ResponseOf<typeof getFeed>> => {
  const answer = await visitor.context.request.get(`/v1/feed?limit=${limit}`)
  return (await answer.json()) as ResponseOf<typeof getFeed>
}
const topicsNext = async (visitor: Visitor, limit?: number): Promise<string[]> =>
  (await nextFeed(visitor, limit)).slots.map(({ post }) => topicOf(post.caption))
const count = (all: readonly string[], topic: string): number => all.filter((one) => one === topic).length

const captionOnStage = async (page: Page): Promise<string> => (await stageOf(page).textContent()) ?? ''

/** Watches what is on the stage to its end, or leaves it at once, and goes on to the next. */
const swipe = async (page: Page, watch: boolean): Promise<void> => {
  const before = await captionOnStage(page)
  if (watch) {
    await untilMoving(page)
    // It begins again when it has ended.
    let farthest = 0
    await until(
      'the end of the video',
      async () => {
        const seconds = await videoOf(page).evaluate((video) => (video as HTMLVideoElement).currentTime)
        const hasEnded = seconds < farthest - 0.5
        farthest = Math.max(farthest, seconds)
        return hasEnded
      },
      (hasEnded) => hasEnded,
    )
  }
  await page.keyboard.press('ArrowDown')
  await until(
    'the next video',
    () => captionOnStage(page),
    (caption) => caption !== before,
  )
}

/** What plays without a network, by the names of the slots. */
const keptIn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const answer = await caches.match('/kept/feed.json')
    // Written by the page itself.
    const kept = (await answer?.json()) as { slots: { slotId: string }[] } | undefined
    return kept?.slots.map(({ slotId }) => slotId) ?? []
  })

const openWhy = async (page: Page) => {
  await stageOf(page).getByRole('button', { name: 'Why am I seeing this?' }).click()
  const sheet = page.getByRole('dialog', { name: 'Why am I seeing this?' })
  await sheet.getByText('What was weighed').waitFor()
  return sheet
}

describe.skipIf(!canPlay)('the feed learns', () => {
  beforeAll(async () => {
    const folder = join(theatre.house.scratchFolder, 'town')
    await mkdir(folder)
    const clips = await makeClips(folder, 4)
    for (const [at, topic] of topics.entries()) {
      for (const half of [0, 1]) {
        const creator = await theatre.enter()
        await arriveWithAccount(creator, `${topic}.${half}`)
        const clip = clips[at]
        if (clip === undefined) return expect.unreachable()
        for (let number = 0; number < videosOf(topic); number += 1)
          await publish(
            creator,
            { path: join(folder, clip.name), name: clip.name },
            `Number ${half * 4 + number} of #${topic}`,
          )
        await creator.context.close()
      }
    }
  })

  test('three videos of one topic watched to the end and others left change what comes next', async () => {
    const viewer = await theatre.enter(phone)
    await arriveWithAccount(viewer, handle)
    await until(
      'more can be recommended than will be watched',
      () => topicsNext(viewer, 20),
      (offered) => offered.length === 20,
    )
    const before = count(await topicsNext(viewer), 'cats')
    await viewer.go('/')
    await untilMoving(viewer.page)
    let [watched, left] = [0, 0]
    while (watched < 3 || left < 3) {
      const isCat = topicOf(await captionOnStage(viewer.page)) === 'cats'
      if (isCat) watched += 1
      else left += 1
      await swipe(viewer.page, isCat)
      if (watched + left > inAll) return expect.unreachable('no three cats came')
    }
    await until(
      'more cats',
      async () => count(await topicsNext(viewer), 'cats'),
      (now) => now > before && now >= 3,
    )
    await viewer.page.reload()
    await untilMoving(viewer.page)
    const sheet = await openWhy(viewer.page)
    expect(await sheet.getByText('Chance of this place').count()).toBe(1)
    await viewer.page.keyboard.press('Escape')
  })

  test('the feed says what it believes, and forgets it', async () => {
    const viewer = await theatre.enter()
    await returnWithAccount(viewer, handle)
    await viewer.go('/settings/taste')
    await viewer.page.getByText('#cats').first().waitFor()
    await viewer.page.getByRole('button', { name: 'Forget #cats' }).click()
    await viewer.page.getByText('#cats is forgotten').waitFor()
    const { topics: left } = (await (await viewer.context.request.get('/v1/me/taste')).json()) as {
      topics: { topic: string }[]
    }
    expect(left.map(({ topic }) => topic)).not.toContain('cats')
    await viewer.page.getByRole('button', { name: 'Forget everything' }).click()
    await viewer.page
      .getByRole('alertdialog')
      .getByRole('button', { name: /forget/i })
      .click()
    await until(
      'nothing known',
      async () =>
        ((await (await viewer.context.request.get('/v1/me/taste')).json()) as { watched: number }).watched,
      (known) => known === 0,
    )
  })

  test('the next ten are kept for a time without a network, though fewer were served', async () => {
    const viewer = await theatre.enter(phone)
    viewer.faults.forgive(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/)
    await arriveWithAccount(viewer, 'long.tunnel')
    await viewer.go('/')
    await untilMoving(viewer.page)
    await viewer.page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await until(
      'ten videos are kept',
      () => keptIn(viewer.page),
      (kept) => kept.length === 10,
    )
    const kept = await keptIn(viewer.page)
    expect(kept.filter((slotId) => slotId.startsWith('reserve:')).length).toBeGreaterThan(0)
    await viewer.context.setOffline(true)
    await viewer.page.close()
    await viewer.reopen('/')
    for (let place = 1; place < kept.length; place += 1) await swipe(viewer.page, false)
    await untilMoving(viewer.page)
    // Nobody chose it for this place, so nothing can say why.
    expect(await stageOf(viewer.page).getByRole('button', { name: 'Why am I seeing this?' }).count()).toBe(0)
    await viewer.context.setOffline(false)
  })
})
