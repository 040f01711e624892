import { distinct, least, quantile } from '../aggregate.ts'
import {
  and,
  given,
  gte,
  minus,
  not,
  is,
  plus,
  quotientOf,
  times,
  word,
  type Expression,
} from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { hooked, viewSource } from '../view.ts'
import { hourMs, postTags } from './tables.ts'

/** Where trends begin: C23. */

const hoursOfWeek = 168
/** A country may be so many days before all countries together. */
const leadDays = 7
/** From here on it is a trend and no campaign. */
const leastCreators = 20

type Where = 'each country' | 'all countries'

/** Watches of tagged videos with the hour since 1970 in which they were, and the place that they count for. */
const watchesIn = (where: Where) =>
  facts(viewSource, { before: leadDays + 4 * 7 + 1, after: 1 })
    .where(({ country }) => (where === 'each country' ? and(hooked, not(is(country, ''))) : hooked))
    .lookUp(postTags(), ({ postId }) => ({ postId }), 'wasPublished')
    .expand('postTags', 'tag')
    .derive(({ occurredAt, country }) => ({
      hour: quotientOf(occurredAt, hourMs),
      place: where === 'each country' ? country : word('all'),
    }))

type Counts<S extends string> = Readonly<
  Record<'viewers' | 'oneWeek' | 'twoWeeks' | 'threeWeeks' | 'fourWeeks', Expression<'integer', S>>
>

/**
 * Whether the velocity (C22) is at least 4: 2(√x − √(w/15)) ≥ 4, where w is the weighted sum of the four weeks before. In
 * whole numbers: 15x − 60 − w is not negative, and its square is at least 240w.
 */
const isTrending = <S extends string>(of: Counts<S>) => {
  const [four, two] = [times(of.twoWeeks, 4), times(of.threeWeeks, 2)]
  const usual = plus(plus(times(of.oneWeek, 8), four), plus(two, of.fourWeeks))
  const beyond = minus(minus(times(of.viewers, 15), 60), usual)
  return and(gte(beyond, 0), gte(times(beyond, beyond), times(usual, 240)))
}

/** Hours that are near enough to the period to be the beginning of a trend of it. */
const isLately = <S extends string>(hour: Expression<'integer', S>) =>
  gte(hour, times(minus(given<S>('fromDay'), leadDays), 24))

/** Viewers of each place, tag and hour. */
const key = ['place', 'tag', 'hour'] as const

/** Hours in which a tag was a trend at a place. */
const trendHours = (rows: ReturnType<typeof watchesIn>) =>
  rows
    .group(key, ({ viewerId }) => ({ viewers: distinct(viewerId) }))
    .lookUp(
      rows.group(key, ({ viewerId }) => ({ oneWeek: distinct(viewerId) })),
      (column) => ({ ...column, hour: minus(column.hour, hoursOfWeek) }),
      'hadOneWeek',
    )
    .lookUp(
      rows.group(key, ({ viewerId }) => ({ twoWeeks: distinct(viewerId) })),
      (column) => ({ ...column, hour: minus(column.hour, 2 * hoursOfWeek) }),
      'hadTwoWeeks',
    )
    .lookUp(
      rows.group(key, ({ viewerId }) => ({ threeWeeks: distinct(viewerId) })),
      (column) => ({ ...column, hour: minus(column.hour, 3 * hoursOfWeek) }),
      'hadThreeWeeks',
    )
    .lookUp(
      rows.group(key, ({ viewerId }) => ({ fourWeeks: distinct(viewerId) })),
      (column) => ({ ...column, hour: minus(column.hour, 4 * hoursOfWeek) }),
      'hadFourWeeks',
    )
    .where((column) => and(isLately(column.hour), isTrending(column)))

export const trendLead = /* @__PURE__ */ metric({
  id: 'trend_lead',
  code: 'C23',
  version: 2,
  family: 'culture',
  level: 'supporting',
  stakeholder: 'platform',
  label: 'Trend lead',
  formula:
    'Median hours from the hour in which a tag became a trend in its first country to the hour in which it became one in all countries together. A trend has a trend velocity of at least 4 and 20 creators.',
  numerator: 'hours from the first country to the whole platform',
  denominator: null,
  unit: 'hours',
  entity: 'trend',
  dedup: 'Du',
  traffic: 'X2',
  additivity: 'quantile',
  direction: 'neither',
  scopes: ['platform'],
  slices: ['tag'],
  verdict: { kind: 'actionable' },
  parents: [
    { id: 'trend_velocity', how: 'Who looks at the first country sees a trend so many hours earlier.' },
  ],
  measure: () => {
    const countries = trendHours(watchesIn('each country')).group(['tag'], ({ hour }) => ({
      countryHour: least(hour),
    }))
    const creators = watchesIn('all countries').group(['tag'], ({ authorId }) => ({
      creators: distinct(authorId),
    }))
    const trends = trendHours(watchesIn('all countries'))
      .group(['tag'], ({ hour }) => ({ everywhereHour: least(hour) }))
      .lookUp(countries, ({ tag }) => ({ tag }), 'hasCountry')
      .lookUp(creators, ({ tag }) => ({ tag }), 'hasCreators')
      .where(({ hasCountry, creators: many }) => and(hasCountry, gte(many, leastCreators)))
      .derive(({ everywhereHour }) => ({ day: quotientOf(everywhereHour, 24) }))
      .inWindow('day')
    return {
      value: trends.value(({ everywhereHour, countryHour }) =>
        quantile(0.5, minus(everywhereHour, countryHour)),
      ),
    }
  },
})

export const trendLeadMetrics = [trendLead] as const
