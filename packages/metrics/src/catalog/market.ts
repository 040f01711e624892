import { count, distinct, sum } from '../aggregate.ts'
import { gte, is, not } from '../expression.ts'
import { metric } from '../metric.ts'
import { reference } from '../reference.ts'
import { facts } from '../table.ts'
import { quotient, scaled, subtracted } from '../value.ts'
import { hooked, viewSource } from '../view.ts'
import { actions, minuteMs } from './tables.ts'

/** How large this place is in its markets, what is said of it and what it costs: P23 to P26, P32 and B10. */

const ofPlatform = {
  version: 1,
  stakeholder: 'platform',
  dedup: 'Du',
  entity: 'person',
  scopes: ['platform'],
} as const

const activePersons = () =>
  facts(viewSource).where(hooked).inWindow('localDate').value(distinct(viewSource.column.viewerId))

const ofMonth = {
  ...ofPlatform,
  family: 'reach',
  level: 'supporting',
  numerator: 'monthly active persons',
  unit: 'share',
  window: { kind: 'trailing', days: 28 },
  additivity: 'snapshot',
  direction: 'up',
  slices: ['day', 'week', 'country'],
} as const

export const geoPenetration = /* @__PURE__ */ metric({
  ...ofMonth,
  id: 'geo_penetration',
  code: 'P23',
  label: 'Penetration',
  formula: 'Monthly active persons of a country for each person of 13 or older there who is online.',
  denominator: 'online population of 13 and older, from the newest dated table',
  verdict: { kind: 'vanity', pairs: ['retention_d7'] },
  parents: [{ id: 'mau', how: 'The same share of a larger market is more persons of the month.' }],
  measure: () => ({
    value: quotient(activePersons(), reference('online_population', { read: 'latest', sum: 'persons' })),
  }),
})

export const marketShare = /* @__PURE__ */ metric({
  ...ofMonth,
  id: 'market_share',
  code: 'P24',
  label: 'Market share',
  formula: 'Own monthly active persons for each of the category, as a market panel counts them.',
  denominator: 'monthly active persons of the category, from the newest month of the panel',
  verdict: { kind: 'vanity', pairs: ['geo_penetration', 'retention_d7'] },
  parents: [{ id: 'mau', how: 'It is the same persons, beside those of others.' }],
  measure: () => ({
    value: quotient(activePersons(), reference('market_panel', { read: 'latest', sum: 'persons' })),
  }),
})

/** With fewer persons in a week a country is a visit, not a market. */
const leastOfMarket = 1000

export const marketsLive = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'markets_live',
  code: 'P24',
  family: 'reach',
  level: 'supporting',
  label: 'Markets live',
  formula: 'Countries with at least 1,000 persons active in the seven days up to that day.',
  numerator: 'countries with 1,000 weekly active persons',
  denominator: null,
  unit: 'count',
  entity: 'country',
  window: { kind: 'trailing', days: 7 },
  additivity: 'snapshot',
  direction: 'up',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['geo_penetration', 'retention_d7'] },
  parents: [{ id: 'geo_penetration', how: 'A country can be won only when it is there.' }],
  measure: () => ({
    value: facts(viewSource)
      .where(hooked)
      .where(({ country }) => not(is(country, '')))
      .inWindow('localDate')
      .group(['country'], ({ viewerId }) => ({ persons: distinct(viewerId) }))
      .value(({ persons }) => count(gte(persons, leastOfMarket))),
  }),
})

const ofMentions = {
  ...ofPlatform,
  family: 'brand',
  level: 'supporting',
  stakeholder: 'brand',
  unit: 'share',
  entity: 'mention',
  dedup: 'De',
  traffic: 'X0',
  window: { kind: 'trailing', days: 28 },
  additivity: 'ratio of sums',
  direction: 'up',
  slices: ['day', 'week'],
} as const

/** Lines about this place that people have checked. */
const audited = (labels: readonly string[]) =>
  reference('mentions', { read: 'sampled', where: { brand: ['us'], audited: ['yes'], label: labels } })

export const brandSentiment = /* @__PURE__ */ metric({
  ...ofMentions,
  id: 'brand_sentiment',
  code: 'P25',
  label: 'Brand sentiment',
  formula: 'Positive minus negative mentions, for all mentions of a sample that people checked.',
  numerator: 'positive - negative mentions of this place that people checked',
  denominator: 'mentions of this place that people checked',
  verdict: { kind: 'actionable' },
  measure: () => ({
    value: quotient(
      subtracted(audited(['positive']), audited(['negative'])),
      audited(['positive', 'neutral', 'negative']),
    ),
  }),
})

export const shareOfVoice = /* @__PURE__ */ metric({
  ...ofMentions,
  id: 'share_of_voice',
  code: 'B10',
  label: 'Share of voice',
  formula: 'Of the mentions of the category in the sample, the share that is about this place.',
  numerator: 'mentions of this place',
  denominator: 'mentions of all brands of the sample',
  verdict: { kind: 'vanity', pairs: ['brand_sentiment'] },
  parents: [{ id: 'brand_sentiment', how: 'What is said counts for as much as how often it is said.' }],
  measure: () => ({
    value: quotient(
      reference('mentions', { read: 'sampled', where: { brand: ['us'] } }),
      reference('mentions', { read: 'sampled' }),
    ),
  }),
})

const ofArrivals = {
  ...ofPlatform,
  code: 'P26',
  family: 'reach',
  level: 'supporting',
  denominator: null,
  unit: 'count',
  additivity: 'additive',
  direction: 'up',
  slices: ['day', 'week'],
  verdict: { kind: 'vanity', pairs: ['activation'] },
} as const

export const firstInstalls = /* @__PURE__ */ metric({
  ...ofArrivals,
  id: 'first_installs',
  label: 'First installs',
  formula: 'First installations of the app, as the app stores count them.',
  numerator: 'first installs of all stores',
  entity: 'install',
  traffic: 'X0',
  calendar: 'Tp',
  parents: [{ id: 'registrations', how: 'Who installs the app may register.' }],
  measure: () => ({ value: reference('app_installs', { read: 'daily', sum: 'installs' }) }),
})

export const registrations = /* @__PURE__ */ metric({
  ...ofArrivals,
  id: 'registrations',
  label: 'Registrations',
  formula: 'Persons who made an account.',
  numerator: 'persons who registered',
  parents: [{ id: 'activation', how: 'Who registers can take to it within the first day.' }],
  measure: () => ({
    value: actions(['registered'])
      .inWindow('localDate')
      .value(({ personId }) => distinct(personId)),
  }),
})

export const costOfWatching = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'cost_per_1000_watch_minutes',
  code: 'P32',
  family: 'monetization',
  level: 'guardrail',
  trees: ['platform', 'monetization'],
  label: 'Cost of 1,000 watched minutes',
  formula:
    'What the infrastructure cost in these days, each month’s cost spread evenly over its days, for a thousand minutes watched.',
  numerator: 'infrastructure on the cost sheet',
  denominator: 'minutes visible, in thousands',
  unit: 'money',
  entity: 'view',
  dedup: 'Dv',
  additivity: 'ratio of sums',
  direction: 'down',
  slices: ['day', 'week'],
  verdict: { kind: 'actionable' },
  parents: [{ id: 'contribution_margin', how: 'What a watched minute costs is not left over.' }],
  measure: () => ({
    value: quotient(
      reference('cost_sheet', { read: 'monthly', sum: 'amount_minor', where: { kind: ['infrastructure'] } }),
      scaled(
        facts(viewSource)
          .inWindow('localDate')
          .value(({ visibleMs }) => sum(visibleMs)),
        1000 * minuteMs,
      ),
    ),
  }),
})

export const marketMetrics = [
  geoPenetration,
  marketShare,
  marketsLive,
  brandSentiment,
  shareOfVoice,
  firstInstalls,
  registrations,
  costOfWatching,
] as const
