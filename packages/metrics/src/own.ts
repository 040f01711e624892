import { catalog } from './catalog/catalog.ts'
import type { Node } from './expression.ts'
import { metric, type Metric, type Unit } from './metric.ts'
import { dateOf, dayNumber } from './question.ts'
import type { Relation } from './relation.ts'
import { sliceDefinition, viewerSlices, type SliceId } from './slice.ts'
import { quotient, type Value } from './value.ts'

/**
 * Numbers that the members of a client compose of registered ones: one of them or a ratio of two, for the rows of one
 * creator, product and so on, over a window. What comes out is a definition like any other, made of the parts'
 * definitions: both implementations compute it.
 */

export const ownWindows = [7, 14, 28, 90, 'month'] as const
/** The last so many days, or the calendar month up to a day. */
export type OwnWindow = (typeof ownWindows)[number]

interface OwnFilter {
  readonly slice: SliceId
  readonly value: string
}

/** What a composed number is made of. Parts are ids of registered metrics. */
export interface OwnRecipe {
  readonly numerator: string
  /** null: it is no ratio. */
  readonly denominator: string | null
  /** All must hold. */
  readonly filters: readonly OwnFilter[]
  readonly window: OwnWindow
}

/** Why a recipe makes no sense. */
export const ownRefusals = {
  unknown: 'There is no such metric.',
  not_of_client: 'This is no number of a client, so nothing here can be made of it.',
  not_fed: 'There is no number of this metric yet.',
  curve: 'This metric is a curve, not one number.',
  own_window: 'This metric has a window of its own.',
  same_twice: 'A number for each unit of itself is always one. Choose another one.',
  not_a_sum:
    'This is a ratio already. A ratio of ratios has no meaning; choose the amounts that it is made of.',
  units: 'A count for each unit of money depends on the currency. Turn it round: money for each of them.',
  other_rows: 'These two metrics do not count the same traffic.',
  slice_twice: 'Filter by each kind of thing once.',
  no_such_slice: 'The files do not tell all parts of this number apart by that.',
  pair_not_by_slice:
    'This number is only shown beside another one, which the files do not tell apart by that.',
} as const satisfies Record<string, string>
type OwnRefusal = keyof typeof ownRefusals
type OwnPart = 'numerator' | 'denominator' | 'filters'

/** A numerator and a denominator day by day, from which the number of any days follows. */
export interface DailyParts {
  readonly numerator: Metric
  /** null: the number is a sum over its days. */
  readonly denominator: Metric | null
}

/** A composed definition. */
export interface ComposedMetric {
  readonly metric: Metric
  /** A vanity number is shown with these: its pairs for the same rows and window. */
  readonly pairs: readonly Metric[]
  /** null: it cannot be looked at day by day, because what one day tells does not add up. */
  readonly daily: DailyParts | null
}

export type Composition =
  | ({ readonly kind: 'composed' } & ComposedMetric)
  | { readonly kind: 'refused'; readonly refusal: OwnRefusal; readonly part: OwnPart }

/** How the composed definition is called. */
interface OwnIdentity {
  readonly id: string
  readonly version: number
  readonly label: string
}

const refused = (refusal: OwnRefusal, part: OwnPart): Composition => ({ kind: 'refused', refusal, part })

const narrowedRelation = (relation: Relation, condition: Node): Relation => {
  if (relation.kind === 'rows') return relation
  if (relation.kind !== 'window') return { ...relation, from: narrowedRelation(relation.from, condition) }
  // Where rows get their slice, the columns that a slice is read off are there.
  return { ...relation, from: { kind: 'where', from: relation.from, condition } }
}

/** The same number of the rows for which a condition holds. */
const narrowed = (value: Value, condition: Node): Value => {
  const part = (one: Value): Value => narrowed(one, condition)
  switch (value.kind) {
    case 'aggregate':
      return { ...value, over: narrowedRelation(value.over, condition) }
    case 'quotient':
      return quotient(part(value.numerator), part(value.denominator))
    case 'plus':
    case 'minus':
    case 'times':
      return { ...value, left: part(value.left), right: part(value.right) }
    case 'scaled':
    case 'root':
      return { ...value, of: part(value.of) }
    case 'velocity':
      return { ...value, now: part(value.now), before: value.before.map(part) }
    case 'mean_distance':
      return { ...value, edges: value.edges.map(part) }
    case 'reference':
      return value
  }
}

type Filterable = Exclude<SliceId, 'day' | 'week'>

const conditionOf = (filters: readonly OwnFilter[]): Node | null => {
  if (filters.length === 0) return null
  const of = filters.map(({ slice, value }): Node => ({
    kind: 'compare',
    operator: 'eq',
    // Checked by `refusalOfFilters`: dates are no filters.
    left: sliceDefinition(slice as Filterable).text(),
    right: { kind: 'literal', type: 'text', value },
  }))
  return { kind: 'all', of }
}

const mayFilter = ({ slices }: Metric, slice: SliceId): boolean =>
  slice !== 'day' && slice !== 'week' && !viewerSlices.has(slice) && slices.includes(slice)

const refusalOfPart = (found: Metric | undefined, isOfRatio: boolean): OwnRefusal | null => {
  if (found === undefined) return 'unknown'
  if (!found.scopes.includes('client')) return 'not_of_client'
  if (found.measure === null) return 'not_fed'
  if (found.shape === 'curve') return 'curve'
  if (found.window.kind !== 'period') return 'own_window'
  const isSum = found.denominator === null && ['additive', 'distinct'].includes(found.additivity)
  return isOfRatio && !isSum ? 'not_a_sum' : null
}

/** Money for each unit of money is a share; something for each counted thing keeps its unit. */
const unitOf = (above: Unit, below: Unit): Unit | null => {
  if (above === below) return above === 'count' ? 'number' : 'share'
  return below === 'count' ? above : null
}

const flipped = { up: 'down', down: 'up', neither: 'neither' } as const

const directionOf = (above: Metric, below: Metric | null): Metric['direction'] => {
  if (above.direction !== 'neither' || below === null) return above.direction
  return flipped[below.direction]
}

const slicedWords: Partial<Record<SliceId, string>> = {
  sku: 'SKU',
  content_type: 'kind of content',
  hour: 'hour of the day',
}

const formulaOf = ({ above, below, recipe }: Parts): string => {
  const ratio = below === null ? above.label : `${above.label} for each unit of ${below.label}`
  const window = recipe.window === 'month' ? 'in the calendar month' : `over the last ${recipe.window} days`
  const filters = recipe.filters.map(({ slice, value }) => `${slicedWords[slice] ?? slice} is “${value}”`)
  return `${ratio}, ${window}${filters.length === 0 ? '' : `, only where ${filters.join(' and ')}`}.`
}

interface Parts {
  readonly above: Metric
  readonly below: Metric | null
  readonly recipe: OwnRecipe
}

const groups = (relation: Relation): boolean =>
  relation.kind === 'group' || (relation.kind !== 'rows' && groups(relation.from))

/** Whether days of this value add up to that of all days. */
const addsUp = (value: Value): boolean => {
  switch (value.kind) {
    case 'aggregate':
      return ['count', 'sum', 'distinct'].includes(value.of.kind) && !groups(value.over)
    case 'plus':
    case 'minus':
      return addsUp(value.left) && addsUp(value.right)
    case 'scaled':
      return addsUp(value.of)
    default:
      return false
  }
}

const ratioOf = (value: Value): { readonly above: Value; readonly below: Value | null } => {
  if (value.kind === 'quotient') return { above: value.numerator, below: value.denominator }
  if (value.kind !== 'scaled') return { above: value, below: null }
  const { above, below } = ratioOf(value.of)
  return { above: { ...value, of: above }, below }
}

const dailyOf = (composed: Metric, value: Value): DailyParts | null => {
  const { above, below } = ratioOf(value)
  if (!addsUp(above) || (below !== null && !addsUp(below))) return null
  const part = (suffix: string, of: Value): Metric => ({
    ...composed,
    id: `${composed.id}_${suffix}`,
    window: { kind: 'period' },
    measure: () => ({ value: of }),
  })
  return { numerator: part('above', above), denominator: below === null ? null : part('below', below) }
}

const sharedBy = <T>(one: readonly T[], other: readonly T[] | undefined): readonly T[] =>
  other === undefined ? one : one.filter((item) => other.includes(item))

/** The definition of parts that fit. */
const made = (parts: Parts, identity: OwnIdentity, unit: Unit): Metric => {
  const { above, below, recipe } = parts
  const condition = conditionOf(recipe.filters)
  const ofRatio = (): Value => {
    const [one, other] = [above.measure?.().value, below?.measure?.().value]
    if (one === undefined) throw new TypeError(`"${above.id}" is not fed`)
    const whole = other === undefined ? one : quotient(one, other)
    return condition === null ? whole : narrowed(whole, condition)
  }
  const [first, ...rest] = above.pairs
  return metric<string, string>({
    ...{ id: identity.id, version: identity.version, label: identity.label, code: 'own' },
    ...{ family: above.family, level: 'supporting', stakeholder: above.stakeholder, trees: [] },
    ...{ formula: formulaOf(parts), numerator: above.label, denominator: below?.label ?? above.denominator },
    ...{ unit, entity: (below ?? above).entity, dedup: above.dedup, calendar: above.calendar },
    additivity: below === null ? above.additivity : 'ratio of sums',
    direction: directionOf(above, below),
    finalAfterDays: Math.max(above.finalAfterDays, below?.finalAfterDays ?? 0),
    traffic: above.traffic,
    leastPersons: Math.max(above.leastPersons, below?.leastPersons ?? 0),
    scopes: sharedBy(above.scopes, below?.scopes),
    slices: sharedBy(above.slices, below?.slices),
    window: recipe.window === 'month' ? { kind: 'period' } : { kind: 'trailing', days: recipe.window },
    verdict: first === undefined ? { kind: 'actionable' } : { kind: 'vanity', pairs: [first, ...rest] },
    measure: () => ({ value: ofRatio() }),
  })
}

const refusalOfFilters = (filters: readonly OwnFilter[], parts: readonly Metric[]): OwnRefusal | null => {
  if (new Set(filters.map(({ slice }) => slice)).size < filters.length) return 'slice_twice'
  const fits = filters.every(({ slice }) => parts.every((part) => mayFilter(part, slice)))
  return fits ? null : 'no_such_slice'
}

/**
 * The definition that a recipe describes, or why it makes no sense. Pure: the same recipe is the same definition.
 *
 * @example
 * const recipe = { numerator: 'sales_contribution', denominator: 'sales_ad_spend', filters: [], window: 28 } as const
 * const composition = composeOwn(recipe, { id: 'own_1', version: 1, label: 'Left of each ad dollar' })
 */
export const composeOwn = (recipe: OwnRecipe, identity: OwnIdentity): Composition => {
  const known = new Map(catalog().map((one) => [one.id, one]))
  const isRatio = recipe.denominator !== null
  const above = known.get(recipe.numerator)
  const below = recipe.denominator === null ? null : known.get(recipe.denominator)
  const [ofAbove, ofBelow] = [
    refusalOfPart(above, isRatio),
    isRatio && refusalOfPart(below ?? undefined, true),
  ]
  if (ofAbove !== null || above === undefined) return refused(ofAbove ?? 'unknown', 'numerator')
  if (ofBelow || below === undefined) return refused(ofBelow || 'unknown', 'denominator')
  if (above === below) return refused('same_twice', 'denominator')
  const unit = below === null ? above.unit : unitOf(above.unit, below.unit)
  if (unit === null) return refused('units', 'denominator')
  if (below !== null && below.traffic !== above.traffic) return refused('other_rows', 'denominator')
  const ofFilters = refusalOfFilters(recipe.filters, below === null ? [above] : [above, below])
  if (ofFilters !== null) return refused(ofFilters, 'filters')
  const paired = above.pairs.flatMap((id) => known.get(id) ?? [])
  if (refusalOfFilters(recipe.filters, paired) !== null) return refused('pair_not_by_slice', 'filters')
  const composed = made({ above, below, recipe }, identity, unit)
  const pairs = paired.map((pair) => {
    const alone = { above: pair, below: null, recipe: { ...recipe, denominator: null, numerator: pair.id } }
    return made(alone, { ...identity, id: `${identity.id}_${pair.id}`, label: pair.label }, pair.unit)
  })
  const value = composed.measure?.().value
  const isByDay = (below === null ? [above] : [above, below]).every(({ slices }) => slices.includes('day'))
  const daily = value === undefined || !isByDay ? null : dailyOf(composed, value)
  return { kind: 'composed', metric: composed, pairs, daily }
}

/** The dates to ask a composed number for, so that its window ends with a day: a trailing window looks back by itself. */
export const ownPeriod = (
  window: OwnWindow,
  through: string,
): { readonly from: string; readonly to: string } => ({
  from: window === 'month' ? `${through.slice(0, 8)}01` : through,
  to: through,
})

/** The day with which a window that ends with a day begins. */
export const windowStart = (window: OwnWindow, through: string): string =>
  window === 'month' ? ownPeriod(window, through).from : dateOf(dayNumber(through) - window + 1)

/** How many days the window has that a day belongs to: a sum over a window is a day's pace times this. */
export const windowDays = (window: OwnWindow, day: string): number => {
  if (window !== 'month') return window
  const [year, month] = day.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate()
}
