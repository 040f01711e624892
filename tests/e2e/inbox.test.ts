import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount, returnWithAccount } from './stage/account-pages.ts'
import { publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { phone } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

describe.skipIf(!canPlay)('the inbox', () => {
  test('what others do is told at once, together, and is seen when it was looked at', async () => {
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are short clips')
    const author = await theatre.enter(phone)
    await arriveWithAccount(author, 'well.known')
    const postId = await publish(author, clip, 'Look at this')
    const quiet = { data: { quiet: null } }
    expect((await author.context.request.put('/v1/me/notifications/settings', quiet)).ok()).toBe(true)
    await author.go('/settings')
    const link = author.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Inbox/ })
    await link.waitFor()

    const fans = ['first.fan', 'second.fan', 'third.fan']
    for (const handle of fans) {
      const fan = await theatre.enter()
      await arriveWithAccount(fan, handle)
      await fan.context.request.put(`/v1/posts/${postId}/like`)
      if (handle === 'third.fan') await fan.context.request.put('/v1/people/well.known/follow')
    }
    // What fans did, and that the video, which had to be converted, is out.
    await link.filter({ hasText: '3' }).waitFor()
    await link.click()
    const list = author.page.getByRole('main')
    await list.getByText(/and 1 other liked your video/).waitFor()
    await list.getByText(/third\.fan followed you/).waitFor()
    await list.getByText('Your video is out').waitFor()
    await author.go('/settings')
    await expect.poll(() => link.textContent()).toBe('Inbox')
  })

  test('somebody under 16 has a quiet night, whatever the app asks for', async () => {
    const minor = await theatre.enter(phone)
    await arriveWithAccount(minor, 'sleepyhead', '2012-01-15')
    const refused = await minor.context.request.put('/v1/me/notifications/settings', {
      data: { quiet: null },
    })
    expect(refused.status()).toBe(403)
    await minor.go('/settings/notifications')
    await minor.page.getByText('the night can be longer than this').waitFor()
    expect(await minor.page.getByLabel('From').inputValue()).toBe('21:00')
  })

  test('a bell is rung, mail comes to an address that was confirmed, and one click ends it', async () => {
    const fan = await theatre.enter(phone)
    const { page } = fan
    await arriveWithAccount(fan, 'faithful')
    await fan.go('/@well.known')
    const bell = page.getByRole('button', { name: /Tell me of each new video/ })
    await page.getByRole('button', { name: 'Follow well.known' }).click()
    await bell.click()
    await page.getByRole('button', { name: /Tell me of each new video/, pressed: true }).waitFor()

    await fan.go('/settings/notifications')
    await page.getByLabel('Your e-mail address').fill('faithful@example.org')
    await page.getByRole('button', { name: 'Send me the link' }).click()
    await page.getByText('We sent a link to faithful@example.org').waitFor()
    await fan.go(await linkTo('/mail/confirm', 1))
    await page.getByRole('button', { name: 'Confirm the address' }).click()
    await page.getByRole('heading', { name: 'The address is confirmed' }).waitFor()

    const elsewhere = await theatre.enter()
    await returnWithAccount(elsewhere, 'faithful')
    await fan.go('/inbox')
    await page.getByText('A new sign-in with Chrome on Linux. Was that you?').waitFor()
    // Mail is read where nobody is signed in.
    const reader = await theatre.enter()
    await reader.go(await linkTo('/mail/off', 2))
    await reader.page.getByRole('button', { name: 'End all mail' }).click()
    await reader.page.getByRole('heading', { name: 'No more mail comes' }).waitFor()
    await elsewhere.go('/settings/notifications')
    expect(await elsewhere.page.getByRole('radio', { name: 'None' }).isChecked()).toBe(true)
  })
})

/** The link in the latest of so many mails that have arrived, as a person would open it on this machine. */
const linkTo = async (path: string, mails: number): Promise<string> => {
  const folder = join(theatre.house.dataFolder, 'mail')
  const arrived = async (): Promise<string[]> => (await readdir(folder).catch(() => [])).toSorted()
  await expect.poll(async () => (await arrived()).length, { timeout: 30_000 }).toBe(mails)
  const texts = await Promise.all((await arrived()).map((name) => readFile(join(folder, name), 'utf8')))
  // Lines that are too long for a mail are broken with `=` at their end.
  const found = texts
    .map((text) => new RegExp(`${path}#([\\w-]{43})`).exec(text.replaceAll('=\r\n', ''))?.[1])
    .findLast((secret) => secret !== undefined)
  if (found === undefined) throw new TypeError(`no mail leads to ${path}`)
  return `${path}#${found}`
}
