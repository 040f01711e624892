import type { Locator, Page } from 'playwright-core'
import type { Visitor } from './visitor.ts'

export const openUploadPage = async (visitor: Visitor): Promise<void> => {
  await visitor.go('/upload')
  await visitor.page.getByRole('heading', { name: 'Post a video' }).waitFor()
}

/** The card of one file. */
export const cardOf = (page: Page, filename: string): Locator =>
  page.getByRole('list', { name: 'Your uploads' }).getByRole('listitem', { name: filename, exact: true })

export const choose = (page: Page, paths: readonly string[]): Promise<void> =>
  page.getByLabel('Choose video files').setInputFiles([...paths])

const stateLine = (card: Locator): Locator => card.getByRole('status')

export const untilState = (page: Page, filename: string, state: string): Promise<void> =>
  stateLine(cardOf(page, filename)).filter({ hasText: state }).waitFor()

/** Writes the caption and posts, whether the file has arrived yet or not. */
export const writeAndPost = async (page: Page, filename: string, caption: string): Promise<void> => {
  const card = cardOf(page, filename)
  await card.getByLabel('Caption').fill(caption)
  await card.getByRole('button', { name: 'Post', exact: true }).click()
}

/** From here on remembers every state that the cards show, in this page: a reload would lose it. */
export const recordStates = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: Record<string, string[]> = {}
    const look = (): void => {
      for (const card of document.querySelectorAll('li[aria-label]')) {
        const state = card.querySelector('[role=status]')?.textContent.trim() ?? ''
        const name = card.getAttribute('aria-label') ?? ''
        const states = (seen[name] ??= [])
        if (state !== '' && states.at(-1) !== state) states.push(state)
      }
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { statesSeen: seen })
  })

export const statesSeen = (page: Page, filename: string): Promise<string[]> =>
  page.evaluate((name) => {
    // Written by `recordStates` above.
    const seen = (window as unknown as { statesSeen?: Record<string, string[]> }).statesSeen
    return seen?.[name] ?? []
  }, filename)
