import type uPlot from 'uplot'
import type { Look } from '#shared/charts'
import { hookSecond, type Band, type Moment } from './moments.ts'

/** What is drawn: the shares of one video, what is usual beside them, and the moments that are named. */
export interface Drawn {
  readonly values: readonly number[]
  readonly binSeconds: number
  readonly band: Pick<Band, 'p25' | 'p75'> | null
  readonly moments: readonly Moment[]
}

/** As long as the curve; null beyond what is known. The last known share is held to the end of its bin. */
const edge = (shares: readonly number[], length: number): (number | null)[] =>
  Array.from({ length: length + 1 }, (_, at) =>
    at <= shares.length && shares.length > 0 ? (shares[at] ?? shares.at(-1) ?? null) : null,
  )

/** One point at the start of each bin; the last share is held to the end of the last bin. */
export const curveData = ({ values, binSeconds, band }: Drawn): uPlot.AlignedData => [
  [...values.map((_, index) => index * binSeconds), values.length * binSeconds],
  [...values, values.at(-1) ?? 0],
  edge(band?.p25 ?? [], values.length),
  edge(band?.p75 ?? [], values.length),
]

/** The curve and what is usual, second by second (RFC 4180). What is not known is empty. */
export const curveCsv = ({ values, binSeconds, band }: Drawn): string => {
  const lines = values.map((share, bin) =>
    [bin * binSeconds, share, band?.p25[bin] ?? '', band?.p75[bin] ?? ''].join(','),
  )
  return `${['second,share,usual_p25,usual_p75', ...lines].join('\r\n')}\r\n`
}

interface ChartStyle {
  readonly line: string
  readonly usual: string
  readonly ground: string
  readonly grid: string
  readonly words: string
  readonly hook: string
  readonly font: string
}

const styleOf = ({ series, inkSoft, surface, line, font }: Look): ChartStyle => {
  const [bottle, , curtain] = series
  return {
    ...{ line: curtain, hook: bottle, usual: inkSoft, words: inkSoft, ground: surface, grid: line },
    font: `12px ${font}`,
  }
}

const withAlpha = (colour: string, alpha: number): string =>
  colour.replace(/^rgb\((.+)\)$/, (_, parts: string) => `rgb(${parts} / ${alpha})`).replaceAll(',', ' ')

const drawHook = (plot: uPlot, style: ChartStyle, label: string): void => {
  const { ctx, bbox } = plot
  const x = plot.valToPos(hookSecond, 'x', true)
  const pixels = devicePixelRatio
  if (x > bbox.left + bbox.width) return
  ctx.save()
  ctx.fillStyle = withAlpha(style.hook, 0.1)
  ctx.fillRect(bbox.left, bbox.top, x - bbox.left, bbox.height)
  ctx.strokeStyle = style.hook
  ctx.fillStyle = style.hook
  ctx.lineWidth = 1.5 * pixels
  ctx.setLineDash([4 * pixels, 4 * pixels])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.font = `bold ${12 * pixels}px sans-serif`
  ctx.textAlign = 'left'
  ctx.fillText(`${label} · ${hookSecond} s`, x + 6 * pixels, bbox.top + 14 * pixels)
  ctx.restore()
}

const markRadius = 10

/** The moments as numbers on the curve: the list below names them by the same numbers. */
const drawMoments = (plot: uPlot, style: ChartStyle, { values, binSeconds, moments }: Drawn): void => {
  const { ctx } = plot
  const pixels = devicePixelRatio
  ctx.save()
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.font = `bold ${12 * pixels}px sans-serif`
  ctx.lineWidth = 2 * pixels
  for (const [index, { from }] of moments.entries()) {
    const x = plot.valToPos(from * binSeconds, 'x', true)
    const y = plot.valToPos(values[from] ?? 0, 'y', true)
    ctx.beginPath()
    ctx.arc(x, y, markRadius * pixels, 0, 2 * Math.PI)
    ctx.fillStyle = style.ground
    ctx.fill()
    ctx.strokeStyle = style.line
    ctx.stroke()
    ctx.fillStyle = style.line
    ctx.fillText(String(index + 1), x, y + pixels)
  }
  ctx.restore()
}

/** How the retention curve looks: shares from 0 to 100 % over the seconds of the video. */
export const chartOptions = (options: {
  look: Look
  width: number
  height: number
  drawn: Drawn
  hookLabel: string
  onHover: (bin: number | null) => void
}): uPlot.Options => {
  const style = styleOf(options.look)
  const lengthSeconds = options.drawn.values.length * options.drawn.binSeconds
  // Edges, not only a fill: the band is told from the curve without colours.
  const bound = { stroke: style.usual, width: 1, dash: [3, 3], points: { show: false } }
  const axis = {
    stroke: style.words,
    font: style.font,
    grid: { stroke: style.grid, width: 1 },
    ticks: { show: false },
  }
  return {
    width: options.width,
    height: options.height,
    padding: [12, 16, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, range: [0, Math.max(1, lengthSeconds)] }, y: { range: [0, 1] } },
    axes: [
      { ...axis, size: 28, values: (_plot, ticks) => ticks.map((tick) => `${tick} s`) },
      { ...axis, size: 52, values: (_plot, ticks) => ticks.map((tick) => `${Math.round(tick * 100)} %`) },
    ],
    series: [
      {},
      {
        stroke: style.line,
        fill: withAlpha(style.line, 0.16),
        width: 3,
        points: { show: false },
      },
      bound,
      bound,
    ],
    bands: [{ series: [3, 2], fill: withAlpha(style.usual, 0.18) }],
    cursor: {
      y: false,
      points: { size: 11, fill: style.line, stroke: style.line },
      drag: { x: false, y: false },
    },
    hooks: {
      draw: [
        (plot) => drawHook(plot, style, options.hookLabel),
        (plot) => drawMoments(plot, style, options.drawn),
      ],
      setCursor: [({ cursor }) => options.onHover(cursor.idx ?? null)],
    },
  }
}
