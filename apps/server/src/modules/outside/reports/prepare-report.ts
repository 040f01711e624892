import type { ClientId, MeasuredMetric, ReportContent } from '@busker/contract'
import { dateOf, dayNumber, previousPeriod } from '@busker/metrics'
import {
  creatorMetrics,
  goodsMetrics,
  isBeforeTold,
  videoMetrics,
  wholeMetrics,
} from '@busker/metrics/client-board'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { NumbersQuestion, OutsideDeps } from '../deps.ts'
import { contentOf } from '../rules/report-content.ts'
import type { Period } from '../rules/report-periods.ts'
import type { ClientRow } from '../store/clients.ts'
import { findLogo } from '../store/reports.ts'

type PrepareDeps = Pick<OutsideDeps, 'clock' | 'identity' | 'numbers' | 'settling'>

type Answers = ReportContent['answers']
type Asking = Omit<NumbersQuestion, 'metrics' | 'by' | 'compare'>
type Wholly = Pick<NumbersQuestion, 'metrics' | 'compare'>

const askAll = async (
  { numbers }: PrepareDeps,
  { asking, wholly }: { readonly asking: Asking; readonly wholly: Wholly },
): Promise<Answers> => {
  const of = async (more: Omit<NumbersQuestion, keyof Asking>): Promise<MeasuredMetric[]> =>
    (await numbers.ask({ ...asking, ...more })).metrics
  return {
    whole: await of(wholly),
    creators: await of({ metrics: creatorMetrics, by: 'creator' }),
    videos: await of({ metrics: videoMetrics, by: 'video' }),
    products: await of({ metrics: goodsMetrics, by: 'product' }),
  }
}

const valuesOf = (metrics: readonly MeasuredMetric[]): string =>
  JSON.stringify(metrics.map(({ rows }) => rows))

const mostTries = 3

/**
 * All answers of one state of the client: they are several questions, and an import may be settled between them. What is
 * still the same after the last question was the same all the time.
 */
const askOfOneState = async (deps: PrepareDeps, asking: Asking, before: Period | null): Promise<Answers> => {
  const compare = before === null ? {} : { compare: 'previous' as const }
  const wholly: Wholly = { metrics: wholeMetrics, ...compare }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answers = await askAll(deps, { asking, wholly })
    const again = await deps.numbers.ask({ ...asking, ...wholly })
    if (valuesOf(answers.whole) === valuesOf(again.metrics)) return answers
  }
  throw new AppError('numbers_changing')
}

const toldDaysOf = async ({ numbers }: Pick<OutsideDeps, 'numbers'>, asking: Asking): Promise<string[]> => {
  const { metrics } = await numbers.ask({ ...asking, metrics: ['sales_net_gmv'], by: 'day' })
  return metrics
    .flatMap(({ rows }) => rows.filter(({ sampleSize }) => sampleSize > 0).map(({ slice }) => slice))
    .toSorted()
}

/** The period before, if the files reach back over it: otherwise a change would be the beginning of the files. */
const periodBefore = async (deps: PrepareDeps, asking: Asking): Promise<Period | null> => {
  const before = previousPeriod(asking)
  const [oldest] = await toldDaysOf(deps, { ...asking, ...before })
  return oldest !== undefined && isBeforeTold(asking, oldest) ? before : null
}

/** What a report of this client and period says now. */
export const prepareReport = async (
  deps: PrepareDeps,
  handle: Queryable,
  { client, period }: { readonly client: ClientRow; readonly period: Period },
): Promise<ReportContent> => {
  const { clientId, organisationId, name, currency, timeZone } = client
  const asking = { clientId, ...period }
  const previous = await periodBefore(deps, asking)
  const organisations = await deps.identity.getOrganisations(handle, [organisationId])
  return contentOf({
    client: { name, currency, timeZone },
    agency: {
      name: organisations.get(organisationId)?.name ?? '',
      logo: await findLogo(handle, organisationId),
    },
    period,
    previous,
    answers: await askOfOneState(deps, asking, previous),
    names: await deps.settling.namesOf(clientId),
    definitions: deps.numbers.definitions(),
    madeAt: deps.clock.now().toISOString(),
  })
}

/** Files may be dated by a shop whose day has begun already. */
const aheadDays = 2
/** As far as may be asked at once. */
const mostDays = 400

/** The newest day with an order from a date on; null: there is none. */
export const newestDayFrom = async (
  { numbers }: Pick<OutsideDeps, 'numbers'>,
  { clientId, from, today }: { readonly clientId: ClientId; readonly from: string; readonly today: string },
): Promise<string | null> => {
  const last = Math.min(dayNumber(today) + aheadDays, dayNumber(from) + mostDays - 1)
  return (await toldDaysOf({ numbers }, { clientId, from, to: dateOf(last) })).at(-1) ?? null
}
