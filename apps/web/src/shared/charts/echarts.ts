import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import type { EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** An empty drawing in an element. Only this file names the library, so that it is loaded with the first chart. */
export const drawingIn = (element: HTMLElement): EChartsType => {
  // It forgets what it knows already.
  register([
    ...[BarChart, LineChart, CustomChart, GridComponent, LegendComponent],
    ...[TooltipComponent, AriaComponent, SVGRenderer],
  ])
  return init(element, null, { renderer: 'svg' })
}
