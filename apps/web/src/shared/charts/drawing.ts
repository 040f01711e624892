import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { floatingBars, type Span } from './floating.ts'
import type { Look } from './look.ts'

export type Drawing = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | CustomSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | AriaComponentOption
>

/** One kind of thing that is counted at every place of the chart. */
export interface Series {
  readonly name: string
  /** One for each place; null: there is no number, and nothing is drawn. */
  readonly values: readonly (number | null)[]
  /** Lowest and highest with 95 % confidence. */
  readonly intervals?: readonly (readonly [number, number] | null)[] | undefined
}

export interface DrawingOptions {
  /** Floating: lying bars of `spans`, one for each place, and no series. */
  readonly kind: 'stacked' | 'bars' | 'lying' | 'line' | 'floating'
  /** What stands at each place, in short. */
  readonly places: readonly string[]
  readonly series: readonly Series[]
  readonly spans?: readonly Span[]
  /** A number on the axis. */
  readonly axisText: (value: number) => string
  /** Where the axis ends, if no number can lie beyond. */
  readonly most?: number
}

/** Patterns tell series apart where colours do not. The first is plain. */
const patterns = (color: string) => [
  { color, symbol: 'none' },
  { color, dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: Math.PI / 4 },
  { color, symbol: 'circle', symbolSize: 0.6, dashArrayX: [[6, 6]], dashArrayY: [6, 0] },
  { color, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
]

const axisStyle = (look: Look) => ({
  axisLabel: { color: look.inkSoft, fontFamily: look.font, fontSize: 12, lineHeight: 15, hideOverlap: true },
  axisLine: { lineStyle: { color: look.line } },
  axisTick: { show: false },
})

/** A line from the lowest to the highest value with a short stroke at both ends. */
const whiskers = (
  series: Series,
  { look, isLying }: { look: Look; isLying: boolean },
): CustomSeriesOption => ({
  type: 'custom',
  name: series.name,
  silent: true,
  z: 3,
  data: (series.intervals ?? []).flatMap((interval, place) =>
    interval === null
      ? []
      : [isLying ? [interval[0], interval[1], place] : [place, interval[0], interval[1]]],
  ),
  encode: isLying ? { x: [0, 1], y: 2 } : { x: 0, y: [1, 2] },
  renderItem: (_parameters, api) => {
    const [low, high] = isLying
      ? [api.coord([api.value(0), api.value(2)]), api.coord([api.value(1), api.value(2)])]
      : [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])]
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [low, high]
    const [dx, dy] = isLying ? [0, 4] : [4, 0]
    const lines = [
      { x1, y1, x2, y2 },
      { x1: x1 - dx, y1: y1 - dy, x2: x1 + dx, y2: y1 + dy },
      { x1: x2 - dx, y1: y2 - dy, x2: x2 + dx, y2: y2 + dy },
    ]
    const stroked = (stroke: string, lineWidth: number) =>
      lines.map((shape) => ({ type: 'line' as const, shape, style: { stroke, lineWidth } }))
    // A rim of the background keeps it visible across a bar.
    return { type: 'group', children: [...stroked(look.surface, 4.5), ...stroked(look.ink, 1.5)] }
  },
})

const bars = (series: Series, isStacked: boolean): BarSeriesOption => ({
  type: 'bar',
  name: series.name,
  data: series.values.map((value) => value ?? '-'),
  barCategoryGap: '25%',
  barMaxWidth: 44,
  ...(isStacked ? { stack: 'all' } : {}),
})

const line = (series: Series): LineSeriesOption => ({
  type: 'line',
  name: series.name,
  data: series.values.map((value) => value ?? '-'),
  symbol: 'circle',
  symbolSize: 7,
  lineStyle: { width: 3 },
})

/** Room for the words at the right end of floating bars. */
const besideBarsPx = 76
/** Words before lying bars go on in a second line, so that bars have room on a phone. */
const beforeBarsPx = 104

/** A chart in the look of the page: no colour stands alone, and nothing but the words of the caller is written. */
export const drawingOf = (look: Look, options: DrawingOptions): Drawing => {
  const { kind, places, series, spans = [], axisText, most } = options
  const isLying = kind === 'lying' || kind === 'floating'
  const style = axisStyle(look)
  const breaks = { width: beforeBarsPx, overflow: 'break' as const }
  const category = {
    ...{ type: 'category' as const, data: [...places], inverse: isLying, ...style },
    axisLabel: kind === 'floating' ? { ...style.axisLabel, ...breaks } : style.axisLabel,
  }
  const value = {
    type: 'value' as const,
    ...style,
    axisLabel: { ...style.axisLabel, formatter: axisText },
    splitLine: { lineStyle: { color: look.line } },
    splitNumber: 4,
    minInterval: 0,
    ...(most === undefined ? {} : { max: most }),
  }
  const whiskered = series.filter(({ intervals }) => intervals?.some((interval) => interval !== null))
  const hasLegend = series.length > 1
  return {
    animation: look.isLively,
    animationDuration: 350,
    color: [...look.series],
    textStyle: { fontFamily: look.font, color: look.ink },
    aria: {
      enabled: true,
      label: { enabled: false },
      decal: { show: hasLegend, decals: patterns(look.surface) },
    },
    grid: {
      ...{ left: 4, right: spans.length > 0 ? besideBarsPx : 12 },
      ...{ top: hasLegend ? 52 : 12, bottom: 4, outerBoundsMode: 'same' },
    },
    legend: {
      show: hasLegend,
      left: 0,
      top: 0,
      selectedMode: false,
      itemWidth: 20,
      itemHeight: 14,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: 13 },
      data: series.map(({ name }) => name),
    },
    tooltip: {
      // What a place says is written above the chart; here is only the shadow that marks the place.
      show: true,
      showContent: false,
      trigger: 'axis',
      axisPointer: {
        type: 'shadow',
        axis: isLying ? 'y' : 'x',
        shadowStyle: { color: look.inkSoft, opacity: 0.18 },
        animation: false,
      },
    },
    xAxis: isLying ? value : category,
    yAxis: isLying ? category : value,
    series: [
      ...series.map((one) => (kind === 'line' ? line(one) : bars(one, kind === 'stacked'))),
      ...(spans.length > 0 ? [floatingBars(spans, look)] : []),
      ...whiskered.map((one) => whiskers(one, { look, isLying })),
    ],
  }
}
