import type { ClientId, MeasuredMetric, OwnPreview } from '@busker/contract'
import {
  composeOwn,
  dateOf,
  dayNumber,
  findMetric,
  ownPeriod,
  ownRefusals,
  windowStart,
  type ComposedMetric,
  type Composition,
  type Metric,
  type OwnRecipe,
} from '@busker/metrics'
import { assert } from '#platform/assert'
import { presentDefinition } from '../definitions.ts'
import type { OwnMetricRow } from '../store/own-metrics.ts'
import type { OwnDeps } from './deps.ts'

/** As far back as a question may reach. */
const mostDays = 398

const dayMs = 86_400_000

/** Tomorrow in UTC: where it is latest on earth, that day has begun. */
const latestDay = ({ clock }: Pick<OwnDeps, 'clock'>): string => dateOf(Math.floor(clock.nowMs() / dayMs) + 1)

/** The period in which there may be anything to look at. */
export const reachOf = (deps: Pick<OwnDeps, 'clock'>, from = ''): { from: string; to: string } => {
  const to = latestDay(deps)
  const earliest = dateOf(dayNumber(to) - mostDays)
  return { from: from > earliest ? from : earliest, to }
}

/** The newest day that the files of a client tell of, with which windows end; without files today. */
export const newestDayOf = async (deps: OwnDeps, clientId: ClientId): Promise<string> => {
  const contribution = findMetric('sales_contribution')
  assert(contribution !== null, 'contribution reads all that the files of a client tell')
  const scope = { kind: 'client', clientId } as const
  const { newestDay } = await deps.measure.composed([contribution], { scope, ...reachOf(deps) })
  return newestDay ?? dateOf(Math.floor(deps.clock.nowMs() / dayMs))
}

export const composeRow = ({ ownMetricId, version, name, recipe }: OwnMetricRow): Composition =>
  composeOwn(recipe, { id: `own_${ownMetricId}`, version, label: name })

interface Asked {
  readonly recipe: OwnRecipe
  readonly composition: Composition
}

const metricsOf = ({ metric, pairs }: ComposedMetric): readonly Metric[] => [metric, ...pairs]

/** Numbers of many recipes whose windows end with one day: those that are asked for the same dates in one go. */
const measureAll = async (
  { measure }: Pick<OwnDeps, 'measure'>,
  asked: readonly Asked[],
  { clientId, through }: { readonly clientId: ClientId; readonly through: string },
): Promise<ReadonlyMap<string, MeasuredMetric>> => {
  const scope = { kind: 'client', clientId } as const
  const found = new Map<string, MeasuredMetric>()
  for (const group of Map.groupBy(asked, ({ recipe }) => ownPeriod(recipe.window, through).from).values()) {
    const [first] = group
    if (first === undefined) continue
    const metrics = group.flatMap(({ composition }) =>
      composition.kind === 'composed' ? metricsOf(composition) : [],
    )
    const numbers = await measure.composed(metrics, { scope, ...ownPeriod(first.recipe.window, through) })
    for (const one of numbers.metrics) found.set(one.metricId, one)
  }
  return found
}

const presentOne = (
  { recipe, composition }: Asked,
  through: string,
  numbers: ReadonlyMap<string, MeasuredMetric>,
): OwnPreview => {
  if (composition.kind === 'refused') {
    const { refusal: code, part } = composition
    return { composed: null, refusal: { code, part, message: ownRefusals[code] } }
  }
  const withNumber = (metric: Metric) => {
    const measured = numbers.get(metric.id)
    assert(measured !== undefined, 'what was asked is answered')
    return { definition: presentDefinition(metric), measured }
  }
  const composed = {
    ...withNumber(composition.metric),
    pairs: composition.pairs.map(withNumber),
    ...{ from: windowStart(recipe.window, through), to: through },
    watchable: composition.daily !== null,
  }
  return { composed, refusal: null }
}

/** What each of these recipes gives when its window ends with a day. */
export const presentNumbers = async (
  deps: Pick<OwnDeps, 'measure'>,
  asked: readonly Asked[],
  place: { readonly clientId: ClientId; readonly through: string },
): Promise<OwnPreview[]> => {
  const numbers = await measureAll(deps, asked, place)
  return asked.map((one) => presentOne(one, place.through, numbers))
}
