import { wantsLessMotion } from '#shared/comfort'

/** The colours of the page at this moment: a drawing cannot read them from the style sheet itself. */
export interface Look {
  readonly ink: string
  readonly inkSoft: string
  readonly line: string
  readonly surface: string
  readonly alert: string
  /** Colours of series, in their order. Each series also has a pattern of its own. */
  readonly series: readonly [string, string, string, string]
  readonly font: string
  /** The visitor wants things to move. */
  readonly isLively: boolean
}

/**
 * The browser computes light-dark() on an element first. A new one for each colour: on one that had another colour
 * before, a transition would still tell the old one.
 */
const colourOf = (element: HTMLElement, token: string): string => {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** Reads the look that the theme gives to an element. */
export const lookOf = (element: HTMLElement): Look => {
  const colour = (token: string): string => colourOf(element, token)
  return {
    ink: colour('--color-ink'),
    inkSoft: colour('--color-ink-soft'),
    line: colour('--color-line'),
    surface: colour('--color-surface'),
    alert: colour('--color-alert'),
    series: [
      ...([colour('--color-bottle'), colour('--color-limelight-deep')] as const),
      ...([colour('--color-curtain'), colour('--color-ink-soft')] as const),
    ],
    font: getComputedStyle(element).fontFamily,
    isLively: !wantsLessMotion(),
  }
}

/** Calls back when the theme changes, by the visitor or by the system. */
export const onLookChange = (changed: () => void): (() => void) => {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map((query) =>
    matchMedia(query),
  )
  for (const query of queries) query.addEventListener('change', changed)
  const chosen = new MutationObserver(changed)
  chosen.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-motion'],
  })
  return () => {
    for (const query of queries) query.removeEventListener('change', changed)
    chosen.disconnect()
  }
}
