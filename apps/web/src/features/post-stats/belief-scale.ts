/** Shares of people, 0 … 1. */
export interface Belief {
  readonly low: number
  readonly mean: number
  readonly high: number
}

/** What the belief says of the usual share: only where the whole interval lies on one side is it sure. */
export const verdictOf = (belief: Belief, usual: number): 'above' | 'below' | 'open' => {
  if (belief.low > usual) return 'above'
  return belief.high < usual ? 'below' : 'open'
}

const step = 0.1

/** The end of the scale: the next tenth above all that is drawn, so that small shares are not squeezed together. */
export const scaleEnd = (belief: Belief, usual: number): number => {
  const most = Math.max(belief.high, usual)
  return Math.min(1, Math.ceil(most / step + 1e-9) / Math.round(1 / step))
}
