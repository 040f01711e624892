import { describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { faultsInTheme } from './stage/axe.ts'
import { shortClips } from './stage/clips.ts'
import { openTheatre } from './stage/theatre.ts'
import { publish } from './stage/backstage.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const arrive = async (handle: string, options: object): Promise<Visitor> => {
  const visitor = await theatre.enter({ ...options, bypassCSP: true })
  await arriveWithAccount(visitor, handle)
  return visitor
}
const statusFor = async (visitor: Visitor, postId: string): Promise<number> =>
  (await visitor.context.request.get(`/v1/posts/${postId}`)).status()

describe.skipIf(!canPlay)('reports, decisions and appeals', () => {
  test('a report, a removal with its reasons, an appeal, and another look that brings the post back', async () => {
    const [clip] = await shortClips()
    if (clip === undefined) throw new TypeError('there are short clips')
    const first = await arrive('first.judge', desktop)
    const second = await arrive('second.judge', phone)
    const author = await arrive('accused', phone)
    const viewer = await arrive('witness', desktop)
    const made = await first.context.request.put('/v1/people/second.judge/role', {
      data: { role: 'moderator' },
    })
    expect(made.status()).toBe(200)
    const postId = await publish(author, clip, 'A word too much')
    const faults: string[] = []
    const judge = async ({ page }: Visitor): Promise<void> =>
      void faults.push(...(await faultsInTheme(page, 'light')))

    await viewer.go(`/p/${postId}`)
    await viewer.page.getByRole('button', { name: 'More', exact: true }).click()
    await viewer.page.getByRole('button', { name: /^Report/ }).click()
    await viewer.page.getByLabel('Hate').click()
    await viewer.page.getByLabel('What should they know? (optional)').fill('At 0:01.')
    await viewer.page.getByRole('button', { name: 'Send report' }).click()
    await viewer.page.getByText('Thank you.').waitFor()

    // A few keys: the next case, removed, with the words of its rule.
    // Their page may ask again for what is removed in front of them.
    viewer.faults.forgive(new RegExp(`404.*/v1/posts/${postId}`))
    const { page } = first
    await first.go('/operator/reports')
    await page.getByRole('link', { name: 'Video: Hate' }).waitFor()
    await page.keyboard.press('n')
    await page.getByRole('heading', { name: 'Decide' }).waitFor()
    await page.getByText('At 0:01.').waitFor()
    await judge(first)
    expect(await page.getByLabel('The reported video').count()).toBe(0)
    await page.keyboard.press('v')
    await page.getByLabel('The reported video').waitFor()
    await page.keyboard.press('r')
    expect(await page.getByLabel('Remove it: nobody else sees it').isChecked()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await page.getByText('This case is decided.').waitFor()
    expect([await statusFor(viewer, postId), await statusFor(author, postId)]).toEqual([404, 200])

    await author.go('/settings/notices')
    await author.page.getByRole('link', { name: 'Video: Hate' }).click()
    await author.page.getByText('Removed: nobody else sees it').waitFor()
    await judge(author)
    await author.page.getByLabel('What should be looked at again?').fill('It was a quotation.')
    await author.page.getByRole('button', { name: 'Appeal' }).click()
    await author.page.getByText('Somebody else will look at it.').waitFor()

    await first.go('/operator/appeals')
    await page.getByText('You made this decision. Somebody else has to rule on the appeal.').waitFor()
    await second.go('/operator/appeals')
    await second.page.getByRole('button', { name: 'Overturn it' }).click()
    await second.page.getByLabel('Reason, which its author reads').fill('The words are quoted.')
    await judge(second)
    await second.page.getByRole('button', { name: 'Decide' }).click()
    await second.page.getByText('No appeals').waitFor()
    expect(await statusFor(viewer, postId)).toBe(200)

    await author.page.reload()
    await author.page.getByText('Overturned').waitFor()
    await viewer.go('/settings/reports')
    await viewer.page.getByText('Something was done, and taken back after another look').waitFor()
    await viewer.go('/transparency')
    await viewer.page.getByRole('heading', { name: 'By reason' }).waitFor()
    await judge(viewer)
    expect(faults).toEqual([])
  })
})
