import type { Page } from 'playwright-core'

const spareTabs = 4
/** Within these the focus moves on between parts that the page does not see. */
const manyParts =
  'video[controls], audio[controls], input[type=date], input[type=time], input[type=datetime-local]'
const mostParts = 12

interface Walk {
  readonly unreached: string[]
  readonly unmarked: string[]
  readonly reached: number
}

/**
 * Walks through a page with Tab from its beginning and tells what somebody without a mouse would miss: what can be
 * operated and is never reached, and what does not show that it is reached.
 */
export const walkByKeyboard = async (page: Page): Promise<Walk> => {
  const parts = (await page.locator(manyParts).count()) * mostParts
  const stops = await page.evaluate(() => {
    const nameOf = (element: Element): string => {
      const label = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)
      return `${element.tagName.toLowerCase()} ${JSON.stringify(label)}`
    }
    const isOperable = (element: Element): element is HTMLElement =>
      element instanceof HTMLElement &&
      element.tabIndex >= 0 &&
      !element.matches('[data-radix-focus-guard]') &&
      !element.matches(':disabled') &&
      element.closest('[inert], [aria-hidden=true]') === null &&
      element.checkVisibility({ visibilityProperty: true })
    const isStop = (element: Element): boolean => {
      // A group of radio buttons is one stop; arrows lead on.
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
      const group = [...document.getElementsByName(element.name)].filter(
        (other) => other instanceof HTMLInputElement && other.form === element.form,
      )
      const chosen = group.find((other) => other instanceof HTMLInputElement && other.checked)
      return element === (chosen ?? group[0])
    }
    const wanted = [
      ...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]'),
    ]
      .filter(isOperable)
      .filter(isStop)
    const reached = new Set<Element>()
    const unmarked: string[] = []
    const isMarked = (element: Element): boolean => {
      const { outlineStyle, boxShadow } = getComputedStyle(element)
      return outlineStyle !== 'none' || boxShadow !== 'none'
    }
    document.addEventListener('focusin', ({ target }) => {
      // What guards the ends of a popover passes the focus on at once.
      if (!(target instanceof Element) || reached.has(target) || target.matches('[data-radix-focus-guard]'))
        return
      reached.add(target)
      if (!isMarked(target) && !(target.parentElement && isMarked(target.parentElement)))
        unmarked.push(nameOf(target))
    })
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
    document.body.tabIndex = -1
    document.body.focus({ preventScroll: true })
    document.body.removeAttribute('tabindex')
    Object.assign(window, {
      walked: () => ({
        unreached: wanted
          .filter((one) => one.isConnected && isOperable(one) && !reached.has(one))
          .map(nameOf),
        unmarked,
        reached: reached.size,
      }),
    })
    return wanted.length
  })
  const look = (): Promise<Walk> =>
    page.evaluate(() => {
      // Put there above.
      const { walked } = window as unknown as { walked: () => Walk }
      return walked()
    })
  for (let presses = 0; presses < stops + parts + spareTabs; presses += 1) await page.keyboard.press('Tab')
  let walk = await look()
  // What came while it was under way lies on its way, too.
  for (let presses = 0; presses < stops && walk.unreached.length > 0; presses += 1) {
    await page.keyboard.press('Tab')
    walk = await look()
  }
  return walk
}
