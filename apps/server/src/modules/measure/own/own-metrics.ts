import type {
  getOwnMetric as getOwnMetricEndpoint,
  OwnMetric,
  OwnMetricCourse,
  OwnMetricId,
  OwnPreview,
  ResponseOf,
} from '@busker/contract'
import {
  composeOwn,
  dateOf,
  dayNumber,
  ownPeriod,
  ownRefusals,
  type ComposedMetric,
  type Metric,
  type OwnRecipe,
} from '@busker/metrics'
import { AppError } from '#platform/errors'
import type { Queryable, Tx } from '#platform/postgres'
import type { AskedSql } from '../measure.ts'
import {
  findOwnMetric,
  insertOwnMetric,
  insertVersion,
  listOwnMetrics as listRows,
  listVersions,
  ownMetricLimit,
  removeOwnMetric as removeRow,
  updateOwnMetric,
  type OwnMetricRow,
} from '../store/own-metrics.ts'
import { listTargets } from '../store/targets.ts'
import { readDays } from './days.ts'
import type { AskedClient, OwnDeps } from './deps.ts'
import { lookAtTargets, readTargets, watchedOf } from './look.ts'
import { composeRow, newestDayOf, presentNumbers } from './numbers.ts'
import { presentOwnMetric } from './present.ts'
import { restartTarget, watchingFor } from './targets.ts'

/** The course of a metric without targets shows so many days. */
const courseDays = 90

/** Composed metrics with their numbers, their windows ending with a day. */
export const presentMetrics = async (
  deps: OwnDeps,
  rows: readonly OwnMetricRow[],
  place: { readonly clientId: AskedClient['clientId']; readonly through: string },
): Promise<OwnMetric[]> => {
  const targets = await readTargets(deps.db.pool, place.clientId)
  const asked = rows.map((row) => ({ recipe: row.recipe, composition: composeRow(row) }))
  const outcomes = await presentNumbers(deps, asked, place)
  return rows.map((row, index) =>
    presentOwnMetric(row, outcomes[index] ?? { composed: null, refusal: null }, targets),
  )
}

const presentRow = async (deps: OwnDeps, row: OwnMetricRow): Promise<OwnMetric> => {
  const { clientId } = row
  const through = await newestDayOf(deps, clientId)
  const [shown] = await presentMetrics(deps, [row], { clientId, through })
  if (shown === undefined) throw new AppError('not_found')
  return shown
}

export const listOwnMetrics = async (
  deps: OwnDeps,
  { clientId, personId }: AskedClient,
): Promise<OwnMetric[]> => {
  await deps.clients.requireReader(clientId, personId)
  const rows = await listRows(deps.db.pool, clientId)
  if (rows.length === 0) return []
  return presentMetrics(deps, rows, { clientId, through: await newestDayOf(deps, clientId) })
}

export const previewOwnMetric = async (
  deps: OwnDeps,
  { clientId, personId }: AskedClient,
  recipe: OwnRecipe,
): Promise<OwnPreview> => {
  await deps.clients.requireReader(clientId, personId)
  const composition = composeOwn(recipe, { id: 'own', version: 1, label: '' })
  const through = await newestDayOf(deps, clientId)
  const [outcome] = await presentNumbers(deps, [{ recipe, composition }], { clientId, through })
  return outcome ?? { composed: null, refusal: null }
}

/** Throws `invalid_request` for a recipe that makes no sense. */
const composeOrRefuse = (recipe: OwnRecipe): ComposedMetric => {
  const made = composeOwn(recipe, { id: 'own', version: 1, label: '' })
  if (made.kind === 'composed') return made
  const fields = [{ path: `recipe.${made.part}`, message: ownRefusals[made.refusal] }]
  throw new AppError('invalid_request', { fields })
}

interface Given {
  readonly name: string
  readonly recipe: OwnRecipe
}

const mustFind = async (
  handle: Queryable,
  {
    clientId,
    ownMetricId,
  }: { readonly clientId: AskedClient['clientId']; readonly ownMetricId: OwnMetricId },
): Promise<OwnMetricRow> => {
  const row = await findOwnMetric(handle, clientId, ownMetricId)
  if (row === undefined) throw new AppError('not_found')
  return row
}

export const createOwnMetric = async (
  deps: OwnDeps,
  { clientId, personId }: AskedClient,
  given: Given,
): Promise<OwnMetric> => {
  const row = await deps.db.transaction(async (tx) => {
    await deps.clients.requireAnalyst(tx, clientId, personId)
    composeOrRefuse(given.recipe)
    if ((await listRows(tx, clientId)).length >= ownMetricLimit) throw new AppError('list_full')
    const [ownMetricId, at] = [deps.ids.uuid() as OwnMetricId, deps.clock.now()]
    await insertOwnMetric(tx, { ...given, clientId, ownMetricId, version: 1, at, by: personId })
    return mustFind(tx, { clientId, ownMetricId })
  })
  return presentRow(deps, row)
}

export interface AskedMetric extends AskedClient {
  readonly ownMetricId: OwnMetricId
}

const sqlOf = (
  { measure }: OwnDeps,
  metric: Metric,
  { clientId, recipe, through }: Pick<OwnMetricRow, 'clientId' | 'recipe'> & { readonly through: string },
): AskedSql =>
  measure.composedSql(metric, {
    scope: { kind: 'client', clientId },
    ...ownPeriod(recipe.window, through),
  })

export const getOwnMetric = async (
  deps: OwnDeps,
  asked: AskedMetric,
): Promise<ResponseOf<typeof getOwnMetricEndpoint>> => {
  const { pool } = deps.db
  await deps.clients.requireReader(asked.clientId, asked.personId)
  const row = await mustFind(pool, asked)
  const versions = await listVersions(pool, asked.ownMetricId)
  const people = await deps.identity.getAuthors(
    pool,
    versions.map(({ changedBy }) => changedBy),
  )
  const composition = composeRow(row)
  const metric = await presentRow(deps, row)
  const through = metric.composed?.to
  const isAsked = composition.kind === 'composed' && through !== undefined
  return {
    metric,
    versions: versions.map(({ version, recipe, changedAt, changedBy }) => {
      const made = composeRow({ ...row, version, recipe })
      return {
        ...{ version, recipe: { ...recipe, filters: [...recipe.filters] } },
        formula: made.kind === 'composed' ? made.metric.formula : '',
        ...{ changedAt: changedAt.toISOString(), changedBy: people.get(changedBy) ?? null },
      }
    }),
    ...(isAsked ? sqlOf(deps, composition.metric, { ...row, through }) : { sql: null, parameters: {} }),
  }
}

const sameRecipe = (one: OwnRecipe, other: OwnRecipe): boolean => {
  const textOf = ({ numerator, denominator, filters, window }: OwnRecipe): string =>
    JSON.stringify([numerator, denominator, filters.map(({ slice, value }) => [slice, value]), window])
  return textOf(one) === textOf(other)
}

/** A target is a number in the unit of its metric, and is looked at day by day: both must stay so. */
const requireSameKind = (before: OwnMetricRow, now: ComposedMetric): void => {
  const known = composeRow(before)
  const isSame = known.kind === 'refused' || known.metric.unit === now.metric.unit
  if (isSame && now.daily !== null) return
  const message = 'Its targets do not fit this recipe. Take them away first.'
  throw new AppError('invalid_request', { fields: [{ path: 'recipe', message }] })
}

const changeRecipe = async (
  deps: OwnDeps,
  tx: Tx,
  change: {
    readonly row: OwnMetricRow
    readonly given: Given
    readonly by: AskedMetric
    readonly newest: string
  },
): Promise<void> => {
  const { row, given, by, newest } = change
  const { ownMetricId, clientId } = row
  const now = composeOrRefuse(given.recipe)
  const targets = (await listTargets(tx, clientId)).filter((one) => one.ownMetricId === ownMetricId)
  if (targets.length > 0) requireSameKind(row, now)
  const version = row.version + 1
  const at = deps.clock.now()
  await insertVersion(tx, { ownMetricId, version, recipe: given.recipe, at, by: by.personId })
  await updateOwnMetric(tx, ownMetricId, { name: given.name, version })
  const watching = watchingFor(given.recipe, newest)
  for (const target of targets) await restartTarget(deps, tx, { target, change: watching })
}

export const changeOwnMetric = async (
  deps: OwnDeps,
  asked: AskedMetric,
  given: Given,
): Promise<OwnMetric> => {
  await deps.clients.requireReader(asked.clientId, asked.personId)
  const newest = await newestDayOf(deps, asked.clientId)
  const changed = await deps.db.transaction(async (tx) => {
    await deps.clients.requireAnalyst(tx, asked.clientId, asked.personId)
    const row = await mustFind(tx, asked)
    const isSame = sameRecipe(row.recipe, given.recipe)
    if (isSame) await updateOwnMetric(tx, row.ownMetricId, { name: given.name, version: row.version })
    else await changeRecipe(deps, tx, { row, given, by: asked, newest })
    return { row: await mustFind(tx, asked), isSame }
  })
  if (!changed.isSame) await lookAtTargets(deps, asked.clientId)
  return presentRow(deps, changed.row)
}

export const removeOwnMetric = (deps: OwnDeps, asked: AskedMetric): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await deps.clients.requireAnalyst(tx, asked.clientId, asked.personId)
    const { ownMetricId } = await mustFind(tx, asked)
    await removeRow(tx, ownMetricId, deps.clock.now())
  })

/** A composed metric day by day, and what each of its targets says after each day. */
export const getCourse = async (deps: OwnDeps, asked: AskedMetric): Promise<OwnMetricCourse> => {
  const { clientId, ownMetricId } = asked
  await deps.clients.requireReader(clientId, asked.personId)
  const row = await mustFind(deps.db.pool, asked)
  const composition = composeRow(row)
  if (composition.kind === 'refused' || composition.daily === null) return { days: [], bands: [] }
  const targets = (await listTargets(deps.db.pool, clientId)).filter((one) => one.ownMetricId === ownMetricId)
  const newest = await newestDayOf(deps, clientId)
  const shown = dateOf(dayNumber(newest) - courseDays)
  const [from = shown] = [shown, ...targets.map(({ firstDay }) => firstDay)].toSorted()
  const days = await readDays(deps, { clientId, daily: composition.daily, window: row.recipe.window, from })
  return {
    days: days.map(({ day, numerator, denominator }) => ({
      day,
      value: denominator > 0 ? numerator / denominator : null,
    })),
    bands: targets.map((target) => ({
      targetId: target.targetId,
      course: watchedOf(target, days).course.map((band) => ({ ...band })),
    })),
  }
}
