import type {
  ClientNames,
  MeasuredMetric,
  ReportContent,
  ReportDefinition,
  ReportEarner,
  ReportEarners,
  ReportProduct,
} from '@busker/contract'
import {
  bestAndWorst,
  countedTwice,
  earnersOf,
  goodsRows,
  guardsOf,
  headlineOf,
  sumAt,
  totalsBefore,
  totalsNow,
  usualOf,
  valueAt,
  metricOfStep,
  waterfallSteps,
  type Earned,
  type Measured,
  type Totals,
} from '@busker/metrics/client-board'
import type { Period } from './report-periods.ts'
import { plainName } from './plain-name.ts'

type Answers = ReportContent['answers']

/** What a report is made of. */
export interface ReportParts {
  readonly client: { readonly name: string; readonly currency: string; readonly timeZone: string }
  readonly agency: ReportContent['agency']
  readonly period: Period
  /** Null: the files do not reach back so far. */
  readonly previous: Period | null
  readonly madeAt: string
  readonly answers: Answers
  readonly names: ClientNames
  readonly definitions: readonly ReportDefinition[]
}

/** Of a long list the report shows its ends: who brings most, and who costs most. */
const firstShown = 45
const lastShown = 15

const endsOf = <Row>(rows: readonly Row[]): readonly Row[] =>
  rows.length <= firstShown + lastShown
    ? rows
    : [...rows.slice(0, firstShown), ...rows.slice(rows.length - lastShown)]

const measuredOf = (answers: readonly MeasuredMetric[]): Measured =>
  new Map(answers.map((one) => [one.metricId, one]))

type NameOf = (id: string) => string | null

const nameFrom = (known: readonly { readonly id: string; readonly name: string }[]): NameOf => {
  const names = new Map(known.map(({ id, name }) => [id, plainName(name)]))
  return (id) => names.get(id) ?? null
}

const earnerFrom = ({ judgement, ...row }: Earned, nameOf: NameOf): ReportEarner => ({
  id: row.id,
  name: nameOf(row.id),
  contributionMicro: row.contributionMicro,
  interval: judgement.interval === null ? null : [...judgement.interval],
  verdict: judgement.kind,
  orders: row.orders,
  netGmvMicro: row.netGmvMicro,
  commissionMicro: row.commissionMicro,
  creatorCostsMicro: row.creatorCostsMicro,
  adSpendMicro: row.adSpendMicro,
  claimedMicro: row.claimedMicro,
  refundRate: row.refundRate,
  refundInterval: row.refundInterval === null ? null : [...row.refundInterval],
})

const earnersFrom = (answers: readonly MeasuredMetric[], totals: Totals, nameOf: NameOf): ReportEarners => {
  const { rows, nobody } = earnersOf(measuredOf(answers), usualOf(totals))
  const { best, worst, leader } = bestAndWorst(rows)
  const shown = endsOf(rows)
  return {
    rows: shown.map((row) => earnerFrom(row, nameOf)),
    leftOut: rows.length - shown.length,
    nobody: nobody === null ? null : earnerFrom(nobody, nameOf),
    ...{ best: best?.id ?? null, worst: worst?.id ?? null, leader: leader?.id ?? null },
  }
}

const productsFrom = (
  answers: readonly MeasuredMetric[],
  totals: Totals,
  nameOf: NameOf,
): ReportContent['products'] => {
  const { rows: all } = goodsRows(measuredOf(answers), usualOf(totals))
  const rows = all.slice(0, firstShown + lastShown).map((row): ReportProduct => ({
    ...{ id: row.id, name: nameOf(row.id), netGmvMicro: row.netGmvMicro, lines: row.lines },
    ...{ contributionMicro: row.contributionMicro, margin: row.margin, refundRate: row.refundRate },
    ...{ cancelRate: row.cancelRate, goodsKnown: row.goodsKnown },
  }))
  return { rows, leftOut: all.length - rows.length }
}

const claimsFrom = (whole: Measured, totals: Totals): ReportContent['claims'] => {
  const told = {
    gmvMicro: totals.gmvMicro,
    claimedMicro: sumAt(whole, 'sales_claimed'),
    broughtMicro: sumAt(whole, 'sales_brought'),
  }
  const { contributionMicro } = totals
  return { ...told, ...countedTwice(told), contributionMicro, roas: valueAt(whole, 'sales_claimed_roas') }
}

/** Answers about what is shown alone. */
const onlyOf = (answers: readonly MeasuredMetric[], ids: ReadonlySet<string>): MeasuredMetric[] =>
  answers.map((one) => ({ ...one, rows: one.rows.filter(({ slice }) => ids.has(slice)) }))

const idsOf = (rows: readonly { readonly id: string }[]): Set<string> =>
  new Set(['', ...rows.map(({ id }) => id)])

const definitionsFrom = (
  known: readonly ReportDefinition[],
  answers: readonly MeasuredMetric[],
): ReportContent['definitions'] => {
  const used = new Set(answers.map(({ metricId }) => metricId))
  return known
    .filter(({ metricId }) => used.has(metricId))
    .map(({ metricId, version, hash, label, formula, unit, source, finalAfterDays }) => ({
      ...{ metricId, version, hash, label, formula, unit, source, finalAfterDays },
    }))
}

/** Everything a report says, from the answers to what the board asks. The same answers give the same report. */
export const contentOf = (parts: ReportParts): ReportContent => {
  const { client, agency, period, previous, madeAt, answers, names } = parts
  const whole = measuredOf(answers.whole)
  const [totals, before] = [totalsNow(whole), totalsBefore(whole)]
  const creators = earnersFrom(answers.creators, totals, plainName)
  const videos = earnersFrom(answers.videos, totals, nameFrom(names.videos))
  const products = productsFrom(answers.products, totals, nameFrom(names.products))
  const all = Object.values(answers).flat()
  const newest = all.map(({ asOf }) => asOf).toSorted()
  return {
    format: 1,
    client: { ...client, name: plainName(client.name) },
    agency: { ...agency, name: plainName(agency.name) },
    ...{ period, previous, madeAt, asOf: newest.at(-1) ?? madeAt },
    headline: headlineOf(totals, before, guardsOf(whole)),
    orders: { now: totals.orders, before: before.orders },
    waterfall: waterfallSteps(totals).map(({ id, amountMicro, fromMicro, toMicro }) => ({
      ...{ step: id, metricId: metricOfStep[id], amountMicro, fromMicro, toMicro },
    })),
    guards: guardsOf(whole),
    claims: claimsFrom(whole, totals),
    ...{ creators, videos, products },
    answers: {
      whole: [...answers.whole],
      creators: onlyOf(answers.creators, idsOf(creators.rows)),
      videos: onlyOf(answers.videos, idsOf(videos.rows)),
      products: onlyOf(answers.products, idsOf(products.rows)),
    },
    definitions: definitionsFrom(parts.definitions, all),
  }
}
