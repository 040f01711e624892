import type { CustomSeriesOption } from 'echarts/charts'
import type { Look } from './look.ts'

/** A bar that need not begin at zero. */
export interface Span {
  readonly from: number
  readonly to: number
  /** A whole stands for itself, what is taken is part of one, a loss is a whole below zero. */
  readonly tone: 'whole' | 'taken' | 'loss'
  /** Written beside the bar: no colour tells anything alone. */
  readonly text: string
}

const colourOf = (look: Look, tone: Span['tone']): string => {
  if (tone === 'whole') return look.series[0]
  return tone === 'taken' ? look.series[1] : look.alert
}

const gapPx = 6
/** So that a step of almost nothing can still be seen. */
const leastPx = 2

/** How high the place of a bar is. */
const bandOf = (size: number | number[] | undefined): number =>
  (typeof size === 'object' ? size[1] : size) ?? 0

/** Lying bars from where to where, each with its words at its right end. */
export const floatingBars = (spans: readonly Span[], look: Look): CustomSeriesOption => ({
  type: 'custom',
  data: spans.map(({ from, to }, place) => [Math.min(from, to), Math.max(from, to), place]),
  encode: { x: [0, 1], y: 2 },
  renderItem: (parameters, api) => {
    const span = spans[parameters.dataIndex]
    const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(2)])
    const [x2 = 0] = api.coord([api.value(1), api.value(2)])
    const height = Math.min(26, bandOf(api.size?.([0, 1])) * 0.68)
    const shape = { x: x1, y: y - height / 2, width: Math.max(leastPx, x2 - x1), height, r: 3 }
    const text = { text: span?.text ?? '', x: shape.x + shape.width + gapPx, y, fill: look.ink }
    return {
      type: 'group',
      children: [
        { type: 'rect', shape, style: { fill: colourOf(look, span?.tone ?? 'taken') } },
        { type: 'text', style: { ...text, verticalAlign: 'middle', font: `13px ${look.font}` } },
      ],
    }
  },
})
