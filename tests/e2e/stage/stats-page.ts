import type { Page } from 'playwright-core'

/** Waits until one of the three numbers is written so. */
export const untilNumber = (page: Page, label: string, text: RegExp): Promise<void> =>
  page.getByRole('group', { name: label, exact: true }).getByText(text).waitFor()

/** The curve as the page tells it second by second, in shares of 1. */
export const shownCurve = async (page: Page): Promise<number[]> => {
  const region = page.getByRole('region', { name: 'Retention', exact: true })
  const details = region.locator('details').filter({ has: page.locator('table') })
  if (!(await details.evaluate((element) => (element as HTMLDetailsElement).open)))
    await details.locator('summary').click()
  const cells = await details.getByRole('row').getByRole('cell').allTextContents()
  return cells.map((text) => Number(text.replace('%', '').trim()) / 100)
}

/** Whether the drawing of the curve has any colour in it. */
export const curveIsDrawn = (page: Page): Promise<boolean> =>
  page
    .getByRole('slider', { name: 'Retention curve' })
    .locator('canvas')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      return pixels?.some((value) => value > 0) ?? false
    })
