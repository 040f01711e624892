import { sum } from '../aggregate.ts'
import { and, gte, is, isOneOf, not } from '../expression.ts'
import { metric } from '../metric.ts'
import { orderLineSource } from '../sales.ts'
import { quotient, scaled } from '../value.ts'
import {
  advertising,
  lines,
  links,
  ofBoth,
  ofSales,
  ofSpend,
  ratioOfSales,
  spent,
  withKnownCost,
  withLinks,
} from './sales-frame.ts'

/** What advertising cost and claims, by its own reports (B4 to B8, C4, C5, M4), and posts here that carry a link. */

const { gmvMicro } = orderLineSource.column

/** Numbers of advertising alone, as its reports tell them; a line that does not tell both parts counts in neither. */
const ofAds = {
  ...ratioOfSales,
  stakeholder: 'brand',
  entity: 'amount spent',
  dedup: 'De',
  slices: ofSpend,
} as const

/** Also of posts here. */
const ofTold = [...ofSpend, 'platform'] as const

const ofClaims = ['day', 'week', 'creator', 'video', 'product'] as const

type Told = 'clicks' | 'impressions' | 'orders' | 'views2s' | 'watched100' | 'costMicro' | 'claimedMicro'

/** Lines of reports that tell these numbers: -1 stands for what is not told. */
const told = (kinds: readonly string[], ...names: readonly Told[]) =>
  spent()
    .where((column) => and(isOneOf(column.kind, kinds), ...names.map((name) => gte(column[name], 0))))
    .inWindow('localDate')

const adRatio =
  (above: Told, below: Told, kinds = advertising) =>
  () => {
    const rows = told(kinds, above, below)
    return {
      value: quotient(
        rows.value((column) => sum(column[above])),
        rows.value((column) => sum(column[below])),
      ),
    }
  }

export const salesAdvertising = [
  /* @__PURE__ */ metric({
    ...ofAds,
    version: 2,
    slices: ofTold,
    id: 'sales_ad_click_rate',
    code: 'B4',
    label: 'Click-through rate of advertising',
    formula:
      'Clicks on the destination or product for each impression of an ad, or of a post here that carries a link.',
    numerator: 'clicks',
    denominator: 'impressions',
    direction: 'up',
    parents: [{ id: 'sales_ad_conversion', how: 'A sale begins with a click.' }],
    measure: adRatio('clicks', 'impressions', withLinks),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    version: 2,
    slices: ofTold,
    id: 'sales_ad_conversion',
    code: 'B5',
    label: 'Claimed orders per click',
    formula:
      'Orders that advertising claims for each click, in its own attribution window; of posts here, what the last click brought within seven days.',
    numerator: 'claimed orders',
    denominator: 'clicks',
    direction: 'up',
    parents: [{ id: 'sales_ad_cost_per_order', how: 'More orders from the same clicks cost less each.' }],
    measure: adRatio('orders', 'clicks', withLinks),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    version: 2,
    slices: ofTold,
    id: 'sales_ad_conversion_seen',
    code: 'B5',
    label: 'Claimed orders per impression',
    formula:
      'Orders that advertising, or a link on a post here, claims for each impression. Not the same number as per click.',
    numerator: 'claimed orders',
    denominator: 'impressions',
    direction: 'up',
    parents: [
      { id: 'sales_ad_cost_per_order', how: 'More orders from the same impressions cost less each.' },
    ],
    measure: adRatio('orders', 'impressions', withLinks),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_ad_hook',
    code: 'C4',
    label: 'Hook rate of advertising',
    formula: 'Views of two seconds for each impression of an ad.',
    numerator: 'views of 2 s',
    denominator: 'impressions',
    direction: 'up',
    parents: [{ id: 'sales_ad_click_rate', how: 'Who does not stop does not click.' }],
    measure: adRatio('views2s', 'impressions'),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_ad_hold',
    code: 'C5',
    label: 'Hold rate of advertising',
    formula: 'Of the views of two seconds, the share that was watched to the end.',
    numerator: 'complete views',
    denominator: 'views of 2 s',
    direction: 'up',
    parents: [{ id: 'sales_ad_click_rate', how: 'Who watches to the end has seen the offer.' }],
    measure: adRatio('watched100', 'views2s'),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_ad_cost_per_mille',
    code: 'B6',
    label: 'Cost of a thousand impressions',
    formula: 'Cost of advertising for each thousand impressions.',
    numerator: 'cost × 1000',
    denominator: 'impressions',
    unit: 'money',
    direction: 'down',
    parents: [{ id: 'sales_ad_cost_per_order', how: 'Cheaper impressions make cheaper orders.' }],
    measure: () => ({ value: scaled(adRatio('costMicro', 'impressions')().value, 1 / 1000) }),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_ad_cost_per_click',
    code: 'B6',
    label: 'Cost of a click',
    formula: 'Cost of advertising for each click on the destination or product.',
    numerator: 'cost',
    denominator: 'clicks',
    unit: 'money',
    direction: 'down',
    parents: [{ id: 'sales_ad_cost_per_order', how: 'Cheaper clicks make cheaper orders.' }],
    measure: adRatio('costMicro', 'clicks'),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    version: 2,
    slices: ofTold,
    id: 'sales_ad_cost_per_order',
    code: 'B7',
    label: 'Cost of a claimed order',
    formula:
      'Cost of advertising for each order that it claims, in its own attribution window; of posts here, what the cost sheet names for the post or its campaign, for each order within seven days of the click.',
    numerator: 'cost',
    denominator: 'claimed orders',
    unit: 'money',
    direction: 'down',
    parents: [{ id: 'sales_contribution', how: 'What an order costs is missing from what it leaves.' }],
    measure: adRatio('costMicro', 'orders', withKnownCost),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_claimed_roas',
    code: 'B8',
    label: 'Claimed return on ad spend',
    formula:
      'Revenue that advertising claims for each unit of its cost; GMV Max calls it ROI. It counts organic and creators’ orders too.',
    numerator: 'claimed revenue',
    denominator: 'cost',
    unit: 'number',
    // As far as contribution, without which it is never shown.
    slices: ofClaims,
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'A claim, not a cause: the same order may be claimed three times.' }],
    measure: adRatio('claimedMicro', 'costMicro'),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_claimed',
    code: 'M4',
    label: 'Claimed by advertising',
    formula: 'Revenue that advertising claims, in its own attribution window.',
    numerator: 'claimed revenue',
    denominator: null,
    unit: 'money',
    additivity: 'additive',
    // As far as contribution, without which it is never shown.
    slices: ofClaims,
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'A claim, not a cause: the same order may be claimed three times.' }],
    measure: () => ({
      value: told(advertising, 'claimedMicro').value((column) => sum(column.claimedMicro)),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofAds,
    id: 'sales_link_value',
    code: 'M4',
    label: 'Brought by posts here',
    formula:
      'Value of what the last click on the link of a post here brought within seven days, each order once; an imported order is worth its GMV.',
    numerator: 'value of conversions',
    denominator: null,
    unit: 'money',
    additivity: 'additive',
    slices: ['day', 'week', 'creator', 'video'],
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'Orders of the shop whose files are imported are in its GMV.' }],
    measure: () => ({
      value: told(links, 'claimedMicro').value((column) => sum(column.claimedMicro)),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofSales,
    id: 'sales_brought',
    code: 'M4',
    stakeholder: 'brand',
    label: 'Brought by creators',
    formula: 'GMV of order lines that the affiliate file gives to a creator; these are known one by one.',
    numerator: 'GMV with a creator',
    slices: ofBoth,
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'Creators bring buyers whom the shop would not have reached.' }],
    measure: () => ({
      value: lines()
        .inWindow('localDate')
        .value(sum(gmvMicro, not(is(orderLineSource.column.creator, '')))),
    }),
  }),
] as const
