import type { Page } from 'playwright-core'
import type { Visitor } from './visitor.ts'

export const password = 'a hat full of coins'

const isSignedIn = (page: Page): Promise<unknown> => page.waitForURL((url) => url.pathname === '/')

/** Who is new is asked what they like and whom they follow, where there is anything to choose from. */
export const skipWelcome = async (page: Page): Promise<void> => {
  const skip = page.getByRole('button', { name: 'Skip', exact: true })
  const feed = page.getByRole('heading', { name: 'Feed', exact: true })
  for (const _step of ['topics', 'people']) {
    await skip.or(feed).first().waitFor({ state: 'attached' })
    if (await feed.isVisible()) break
    await skip.press('Enter')
  }
  await isSignedIn(page)
}

/** Makes an account the way a person does, by the form. */
export const signUp = async (visitor: Visitor, handle: string): Promise<void> => {
  await visitor.go('/sign-up')
  const { page } = visitor
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Date of birth').fill('1990-04-17')
  await page.getByRole('button', { name: 'Create account' }).click()
  await skipWelcome(page)
}

export const signIn = async (visitor: Visitor, handle: string): Promise<void> => {
  await visitor.go('/sign-in')
  const { page } = visitor
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await isSignedIn(page)
}

/** A new account without the form: for stories that begin later. */
export const arriveWithAccount = async (
  visitor: Visitor,
  handle: string,
  birthDate = '1990-04-17',
): Promise<void> => {
  const data = { handle, password, birthDate }
  const answer = await visitor.context.request.post('/v1/auth/sign-up', { data })
  if (!answer.ok()) throw new Error(`sign-up was answered ${answer.status()}: ${await answer.text()}`)
}

/** An account from an earlier story, without the form. */
export const returnWithAccount = async (visitor: Visitor, handle: string): Promise<void> => {
  const answer = await visitor.context.request.post('/v1/auth/sign-in', { data: { handle, password } })
  if (!answer.ok()) throw new Error(`sign-in was answered ${answer.status()}: ${await answer.text()}`)
}
