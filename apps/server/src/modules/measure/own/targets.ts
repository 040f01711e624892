import type { ClientId, OwnMetricId, Target, TargetId } from '@busker/contract'
import { dateOf, dayNumber, leastDays, windowDays, type Bound, type OwnRecipe } from '@busker/metrics'
import { AppError } from '#platform/errors'
import type { Tx } from '#platform/postgres'
import { findOwnMetric } from '../store/own-metrics.ts'
import {
  findTarget,
  insertChange,
  insertTarget,
  listTargets as listRows,
  removeTarget as removeRow,
  targetLimit,
  updateTarget,
  type TargetRow,
  type TargetUpdate,
} from '../store/targets.ts'
import type { AskedClient, OwnDeps } from './deps.ts'
import { lookAtTargets, readTargets } from './look.ts'
import { composeRow, newestDayOf } from './numbers.ts'

/** Days before the first one that counts, which tell how much the number scatters. */
const scatterDays = 90

interface Watching {
  readonly firstDay: string
  readonly watchedFrom: string
}

/** The days that the number rests on when its target is set count already, and so many that something can be said. */
export const watchingFor = ({ window }: OwnRecipe, newest: string): Watching => {
  const counting = dayNumber(newest) - Math.max(leastDays, windowDays(window, newest))
  return { firstDay: dateOf(counting - scatterDays), watchedFrom: dateOf(counting) }
}

/** Begins to watch a target anew, because it or its metric means something else now. */
export const restartTarget = async (
  { clock, ids }: Pick<OwnDeps, 'clock' | 'ids'>,
  tx: Tx,
  { target, change }: { readonly target: TargetRow; readonly change: TargetUpdate & Watching },
): Promise<void> => {
  const anew = { state: 'ok', outlook: 'open', band: null } as const
  await updateTarget(tx, target, { ...change, ...anew })
  if (target.state === 'ok') return
  const { targetId } = target
  await insertChange(tx, { targetId, changeId: ids.uuid(), state: 'ok', at: clock.now(), band: null })
}

export const listTargets = async (deps: OwnDeps, { clientId, personId }: AskedClient): Promise<Target[]> => {
  await deps.clients.requireReader(clientId, personId)
  return readTargets(deps.db.pool, clientId)
}

interface Goal {
  readonly bound: Bound
  readonly value: number
  readonly endsOn: string | null
}

const invalid = (path: string, message: string): never => {
  throw new AppError('invalid_request', { fields: [{ path, message }] })
}

/** From when a target of this metric is watched, and in which currency. */
const requireWatchable = async (
  tx: Tx,
  given: {
    readonly clientId: ClientId
    readonly ownMetricId: OwnMetricId
    readonly newest: string
    readonly endsOn: string | null
    readonly currency: string
  },
): Promise<Watching & { readonly currency: string | null }> => {
  const row = await findOwnMetric(tx, given.clientId, given.ownMetricId)
  if (row === undefined) throw new AppError('not_found')
  const composition = composeRow(row)
  if (composition.kind === 'refused' || composition.daily === null)
    return invalid('ownMetricId', 'This number does not add up from days, so no target can be watched.')
  const watching = watchingFor(row.recipe, given.newest)
  if (given.endsOn !== null && given.endsOn <= watching.watchedFrom)
    return invalid('endsOn', 'This day is over. Choose a later one.')
  return { ...watching, currency: composition.metric.unit === 'money' ? given.currency : null }
}

const readTarget = async (deps: OwnDeps, clientId: ClientId, targetId: TargetId): Promise<Target> => {
  const found = (await readTargets(deps.db.pool, clientId)).find((one) => one.targetId === targetId)
  if (found === undefined) throw new AppError('not_found')
  return found
}

export const createTarget = async (
  deps: OwnDeps,
  { clientId, personId }: AskedClient,
  { ownMetricId, bound, value, endsOn }: Goal & { readonly ownMetricId: OwnMetricId },
): Promise<Target> => {
  await deps.clients.requireReader(clientId, personId)
  const newest = await newestDayOf(deps, clientId)
  const targetId = deps.ids.uuid() as TargetId
  await deps.db.transaction(async (tx) => {
    const { currency } = await deps.clients.requireAnalyst(tx, clientId, personId)
    const watching = await requireWatchable(tx, { clientId, ownMetricId, newest, endsOn, currency })
    if ((await listRows(tx, clientId)).length >= targetLimit) throw new AppError('list_full')
    await insertTarget(tx, {
      ...{ targetId, clientId, ownMetricId, bound, goal: value, endsOn },
      ...{ ...watching, at: deps.clock.now(), by: personId },
    })
  })
  await lookAtTargets(deps, clientId)
  return readTarget(deps, clientId, targetId)
}

export interface AskedTarget extends AskedClient {
  readonly targetId: TargetId
}

export const changeTarget = async (
  deps: OwnDeps,
  { clientId, personId, targetId }: AskedTarget,
  { bound, value, endsOn }: Goal,
): Promise<Target> => {
  await deps.clients.requireReader(clientId, personId)
  const newest = await newestDayOf(deps, clientId)
  await deps.db.transaction(async (tx) => {
    const { currency } = await deps.clients.requireAnalyst(tx, clientId, personId)
    const target = await findTarget(tx, clientId, targetId)
    if (target === undefined) throw new AppError('not_found')
    const { ownMetricId } = target
    const watching = await requireWatchable(tx, { clientId, ownMetricId, newest, endsOn, currency })
    await restartTarget(deps, tx, { target, change: { bound, goal: value, endsOn, ...watching } })
  })
  await lookAtTargets(deps, clientId)
  return readTarget(deps, clientId, targetId)
}

export const removeTarget = (deps: OwnDeps, { clientId, personId, targetId }: AskedTarget): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await deps.clients.requireAnalyst(tx, clientId, personId)
    if (!(await removeRow(tx, { clientId, targetId, at: deps.clock.now() }))) throw new AppError('not_found')
  })
