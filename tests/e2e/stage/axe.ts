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
    return axe.run(runOptions)
  }, options)
}

/** Waits until colours that fade from one to the next have arrived. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const fading = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(fading.map(({ finished }) => finished))
  })

/** One line for each element that a person with a disability would trip over. */
export const seriousFaults = async (page: Page): Promise<string[]> => {
  const { violations } = await audit(page, { resultTypes: ['violations'] })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`,
      ),
    )
}
