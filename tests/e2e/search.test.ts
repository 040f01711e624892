import type { discover, listContentGaps, ResponseOf, search } from '@busker/contract'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { until } from './stage/until.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const read = async <T>(visitor: Visitor, path: string): Promise<T> =>
  // The server checks its answers against the contract that the type names.
  (await (await visitor.context.request.get(path)).json()) as T

/** Searches of people who are not seen doing it. */
const searchedBy = async (people: number, query: string): Promise<void> => {
  const somebody = await theatre.enter()
  for (let number = 0; number < people; number += 1) {
    await somebody.context.clearCookies()
    await arriveWithAccount(somebody, `seeker${number}`)
    await read(somebody, `/v1/search?q=${query}`)
  }
}

describe.skipIf(!canPlay)('finding videos, people and hashtags', () => {
  beforeAll(async () => {
    const author = await theatre.enter()
    await arriveWithAccount(author, 'street.stage')
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are three short clips')
    await publish(author, clip, 'A flower opens #nature')
    await until(
      'the video can be found',
      () => read<ResponseOf<typeof discover>>(author, '/v1/discover'),
      ({ posts }) => posts.length === 1,
    )
  })

  test('with a mistake, by keys alone; who is found is followed, and the search is remembered until it is forgotten', async () => {
    const fan = await theatre.enter(desktop)
    await arriveWithAccount(fan, 'a.fan')
    const { page } = fan
    await fan.go('/')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Discover' }).click()
    await page.getByRole('heading', { name: 'New videos' }).waitFor()

    const box = page.getByRole('combobox', { name: 'Search' })
    await box.fill('natu')
    await page.getByRole('option', { name: '#nature' }).waitFor()
    await box.press('ArrowDown')
    await page.getByRole('option', { name: '#nature', selected: true }).waitFor()
    await box.press('Escape')
    await box.fill('flwoer')
    await box.press('Enter')
    await page.getByText('Nothing has the words as they were typed.').waitFor()
    await page.getByRole('link', { name: /A flower opens/ }).waitFor()

    await box.fill('street')
    await box.press('Enter')
    await page.getByRole('button', { name: 'Follow street.stage' }).click()
    await page.getByRole('button', { name: /Following|Unfollow/ }).waitFor()
    // The button says so at once; the server hears of it a moment later.
    await until(
      'the server knows',
      () => read<ResponseOf<typeof search>>(fan, '/v1/search?q=street&kind=people'),
      ({ people }) =>
        people[0]?.handle === 'street.stage' && people[0].followedByMe && people[0].followers === 1,
    )

    await fan.go('/search')
    const last = page.getByRole('heading', { name: 'Your last searches' })
    await last.waitFor()
    await page.getByRole('button', { name: 'Forget flwoer' }).click()
    await page.getByRole('link', { name: 'flwoer' }).waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'street' }).waitFor()
    await page.getByRole('button', { name: 'Forget all' }).click()
    await last.waitFor({ state: 'hidden' })
  })

  test('what five people look for and do not find is an idea for whoever makes videos', async () => {
    await searchedBy(5, 'unicycle')
    const creator = await theatre.enter(phone)
    await arriveWithAccount(creator, 'a.creator')
    const { page } = creator
    const { gaps } = await read<ResponseOf<typeof listContentGaps>>(creator, '/v1/search/gaps')
    expect(gaps).toMatchObject([{ query: 'unicycle', people: 5, results: 0 }])
    await creator.go('/search/gaps')
    await page.getByRole('link', { name: 'unicycle' }).click()
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
    await page.getByRole('link', { name: 'See what is on' }).click()
    await page.getByRole('heading', { name: 'New videos' }).waitFor()
  })
})
