import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const library = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Lets axe judge the page as it is. The context must let foreign scripts in (`bypassCSP`). */
export const audit = async (page: Page, options: RunOptions = {}): Promise<AxeResults> => {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.addScriptTag({ content: await readFile(library, 'utf8') })
  return page.evaluate(async (runOptions) => {
    // The script above put it there.
    const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }
    return axe.run({ preload: false, ...runOptions })
  }, options)
}

/** Waits until colours that fade from one to the next have arrived. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const fading = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    // One that stands still, as in a part that is not drawn, is not waited for.
    const longEnough = new Promise((over) => setTimeout(over, 2000))
    await Promise.race([longEnough, Promise.allSettled(fading.map(({ finished }) => finished))])
  })

/** One line for each element that a person with a disability would trip over. */
export const seriousFaults = async (page: Page, options: RunOptions = {}): Promise<string[]> => {
  const { violations } = await audit(page, { resultTypes: ['violations'], ...options })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`,
      ),
    )
}

/** The rules of axe that look at colours. */
const colourRules: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/** What a wider window changes: all but the colours, of which those of the rail are judged beside pages of money. */
const otherRules: RunOptions = { rules: { 'color-contrast': { enabled: false } } }

/** Long enough for a busy machine to paint what it has computed. */
const secondLookMs = 1000

/** What is still wrong at a second look: in the middle of a change of theme a browser may tell colours of both. */
const lastingFaults = async (page: Page, options: RunOptions): Promise<string[]> => {
  const first = await seriousFaults(page, options)
  if (first.length === 0) return []
  await page.waitForTimeout(secondLookMs)
  await settled(page)
  return seriousFaults(page, options)
}

/** A theme changes colours and nothing else: all rules judge the light one, those for colours the dark one. */
export const faultsInTheme = async (page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await settled(page)
  const found = await lastingFaults(page, colorScheme === 'dark' ? colourRules : {})
  const place = `${new URL(page.url()).pathname} (${colorScheme}, ${page.viewportSize()?.width ?? '?'} px)`
  return found.map((fault) => `${place}: ${fault}`)
}

/** Once more at another size. */
export const faultsOfLayout = async (page: Page): Promise<string[]> => {
  await settled(page)
  const found = await lastingFaults(page, otherRules)
  const place = `${new URL(page.url()).pathname} (${page.viewportSize()?.width ?? '?'} px)`
  return found.map((fault) => `${place}: ${fault}`)
}

export const faultsInBothThemes = async (page: Page): Promise<string[]> => [
  ...(await faultsInTheme(page, 'light')),
  ...(await faultsInTheme(page, 'dark')),
]
