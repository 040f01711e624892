import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { expect, test } from 'vitest'
import { drawingOf, type DrawingOptions } from './drawing.ts'
import type { Look } from './look.ts'

const look: Look = {
  ...{ ink: '#2a0f16', inkSoft: '#6b4850', line: '#ecd9bf', surface: '#ffffff', alert: '#9f1239' },
  series: ['#0b6350', '#ffa412', '#c9301a', '#6b4850'],
  ...{ font: 'sans-serif', isLively: false },
}

/** The drawing as the library writes it without a browser. */
const svgOf = (options: DrawingOptions): string => {
  register([BarChart, LineChart, CustomChart, GridComponent, LegendComponent])
  register([TooltipComponent, AriaComponent, SVGRenderer])
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 700, height: 280 })
  chart.setOption(drawingOf(look, options))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
const axisText = (value: number): string => `${Math.abs(value)} people`
const shapes = (svg: string, colour: string): number => svg.split(`fill="${colour}"`).length - 1

test('stacked series have colours, patterns and a legend; nothing is below zero but what is negative', () => {
  const svg = svgOf({
    kind: 'stacked',
    places: ['Mon', 'Tue'],
    series: [
      { name: 'New', values: [3, 4] },
      { name: 'Dormant', values: [-2, -1] },
    ],
    axisText,
  })
  for (const word of ['Mon', 'Tue', 'New', 'Dormant', '2 people']) expect(svg).toContain(word)
  expect(svg).toContain('<pattern')
  // Two bars and a mark in the legend.
  expect(shapes(svg, look.series[0])).toBe(3)
  expect(shapes(svg, look.series[1])).toBe(3)
})

test('what is not known is not drawn', () => {
  const svg = svgOf({
    kind: 'bars',
    places: ['1', '2', '3'],
    series: [{ name: 'a', values: [1, null, 3] }],
    axisText,
  })
  expect(shapes(svg, look.series[0])).toBe(2)
})

test('whiskers reach from the lowest to the highest value', () => {
  const intervals = [[0.2, 0.4], null] as const
  for (const kind of ['line', 'lying', 'bars'] as const) {
    const svg = svgOf({
      kind,
      places: ['1.0.0', '1.1.0'],
      series: [{ name: 'a', values: [0.3, 0.5], intervals }],
      axisText: String,
    })
    const strokes = svg.split(`stroke="${look.ink}"`).length - 1
    expect(strokes, kind).toBe(3)
  }
})

test('words are written as they are and never as markup', () => {
  const svg = svgOf({ kind: 'bars', places: ['<b>x</b>'], series: [{ name: 'a', values: [1] }], axisText })
  expect(svg).not.toContain('<b>')
})

test('floating bars hang where they begin, each with its words, and no colour stands alone', () => {
  const svg = svgOf({
    kind: 'floating',
    places: ['Sold', 'Paid', 'Left'],
    series: [],
    spans: [
      { from: 0, to: 100, tone: 'whole', text: '$100' },
      { from: 100, to: -20, tone: 'taken', text: '-$120' },
      { from: 0, to: -20, tone: 'loss', text: '-$20' },
    ],
    axisText,
  })
  for (const word of ['Sold', 'Paid', 'Left', '$100', '-$120', '-$20']) expect(svg).toContain(word)
  expect(shapes(svg, look.series[0])).toBe(1)
  expect(shapes(svg, look.series[1])).toBe(1)
  expect(shapes(svg, look.alert)).toBe(1)
})
