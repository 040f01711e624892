import type uPlot from 'uplot'

/** Where the hook is decided, in seconds of the video. */
export const hookSecond = 3

/** One point at the start of each bin; the last share is held to the end of the last bin. */
export const curveData = (values: readonly number[], binSeconds: number): uPlot.AlignedData => [
  [...values.map((_, index) => index * binSeconds), values.length * binSeconds],
  [...values, values.at(-1) ?? 0],
]

interface ChartStyle {
  readonly line: string
  readonly grid: string
  readonly words: string
  readonly hook: string
  readonly font: string
}

const hex = (probe: HTMLElement, token: string): string => {
  // A canvas does not know light-dark(): the browser computes the colour on an element first.
  probe.style.color = `var(${token})`
  return getComputedStyle(probe).color
}

const styleOf = (element: HTMLElement): ChartStyle => {
  const probe = document.createElement('span')
  element.append(probe)
  const style = {
    line: hex(probe, '--color-curtain'),
    grid: hex(probe, '--color-line'),
    words: hex(probe, '--color-ink-soft'),
    hook: hex(probe, '--color-bottle'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
  }
  probe.remove()
  return style
}

const withAlpha = (colour: string, alpha: number): string =>
  colour.replace(/^rgb\((.+)\)$/, (_, parts: string) => `rgb(${parts} / ${alpha})`).replaceAll(',', ' ')

const drawHook = (plot: uPlot, style: ChartStyle, label: string): void => {
  const { ctx, bbox } = plot
  const x = plot.valToPos(hookSecond, 'x', true)
  const pixels = devicePixelRatio
  if (x > bbox.left + bbox.width) return
  ctx.save()
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

/** How the retention curve looks: shares from 0 to 100 % over the seconds of the video. */
export const chartOptions = (options: {
  element: HTMLElement
  height: number
  lengthSeconds: number
  hookLabel: string
  onHover: (bin: number | null) => void
}): uPlot.Options => {
  const style = styleOf(options.element)
  const axis = {
    stroke: style.words,
    font: style.font,
    grid: { stroke: style.grid, width: 1 },
    ticks: { show: false },
  }
  return {
    width: options.element.clientWidth,
    height: options.height,
    padding: [12, 12, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, range: [0, Math.max(1, options.lengthSeconds)] }, y: { range: [0, 1] } },
    axes: [
      { ...axis, values: (_plot, ticks) => ticks.map((tick) => `${tick} s`) },
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
    ],
    cursor: {
      y: false,
      points: { size: 11, fill: style.line, stroke: style.line },
      drag: { x: false, y: false },
    },
    hooks: {
      draw: [(plot) => drawHook(plot, style, options.hookLabel)],
      setCursor: [({ cursor }) => options.onHover(cursor.idx ?? null)],
    },
  }
}
