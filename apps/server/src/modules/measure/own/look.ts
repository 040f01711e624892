import { clientId as clientIdSchema, type ClientId, type Target } from '@busker/contract'
import { watchTarget, type ToldDay, type WatchedTarget } from '@busker/metrics'
import { z } from 'zod'
import { defineJob } from '#platform/jobs'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import { listOwnMetrics } from '../store/own-metrics.ts'
import { insertChange, listChanges, listTargets, updateTarget, type TargetRow } from '../store/targets.ts'
import { dayAfter, readDays } from './days.ts'
import type { OwnDeps } from './deps.ts'
import { composeRow } from './numbers.ts'
import { presentTarget } from './present.ts'

/** Looks at the targets of a client. A client that waits already waits once. */
const lookJob = defineJob({
  name: 'measure.targets',
  payload: z.object({ clientId: clientIdSchema }),
  maximumAttempts: 5,
  line: 'measure.targets',
})

/** Files come several at once; between two looks at a client there is at least this. */
const pauseMs = 180_000

/** What a target says about these days of its metric. */
export const watchedOf = (target: TargetRow, days: readonly ToldDay[]): WatchedTarget => {
  const { bound, goal: value, firstDay, endsOn, state, watchedFrom: from } = target
  const counting = days.filter(({ day }) => day >= firstDay && (endsOn === null || day <= endsOn))
  return watchTarget({ bound, value }, counting, { state, from })
}

/** Targets with their last changes. */
export const readTargets = async (handle: Queryable, clientId: ClientId): Promise<Target[]> => {
  const rows = await listTargets(handle, clientId)
  const changes = await listChanges(
    handle,
    rows.map(({ targetId }) => targetId),
  )
  return rows.map((row) => presentTarget(row, changes.get(row.targetId) ?? []))
}

/** Tells everybody who may read the client's numbers, when it is sure to have happened. */
const announce = async (deps: OwnDeps, tx: Tx, { clientId, targetId }: TargetRow): Promise<void> => {
  const target = (await readTargets(tx, clientId)).find((one) => one.targetId === targetId)
  const readers = await deps.clients.readersOf(tx, clientId)
  if (target === undefined) return
  onCommit(tx, () => {
    for (const personId of readers) deps.publish(personId, { type: 'target.changed', target })
  })
}

const keepLook = (deps: OwnDeps, target: TargetRow, days: readonly ToldDay[]): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { state, changes, outlook, course } = watchedOf(target, days)
    const last = changes.at(-1)
    const at = deps.clock.now()
    const kept = await updateTarget(tx, target, {
      ...{ state, outlook, band: course.at(-1) ?? null, lookedAt: at },
      ...(last === undefined ? {} : { watchedFrom: dayAfter(last.band.through) }),
    })
    // Somebody changed it meanwhile, and what they changed is looked at by them.
    if (!kept || last === undefined) return
    const { targetId } = target
    for (const change of changes)
      await insertChange(tx, { targetId, changeId: deps.ids.uuid(), at, ...change })
    await announce(deps, tx, target)
    deps.log.event('measure.target_changed', { targetId, state, changes: changes.length })
  })

/**
 * Looks at the targets of a client. The same facts looked at twice change nothing the second time. Amounts in another
 * currency than the client's now are not compared.
 */
export const lookAtTargets = async (
  deps: OwnDeps,
  clientId: ClientId,
  signal?: AbortSignal,
): Promise<void> => {
  const currency = await deps.clients.currencyOf(deps.db.pool, clientId)
  const targets = (await listTargets(deps.db.pool, clientId)).filter(
    (one) => one.currency === null || one.currency === currency,
  )
  if (targets.length === 0) return
  const byMetric = Map.groupBy(targets, ({ ownMetricId }) => ownMetricId)
  for (const row of await listOwnMetrics(deps.db.pool, clientId)) {
    signal?.throwIfAborted()
    const composition = composeRow(row)
    const own = byMetric.get(row.ownMetricId) ?? []
    const [from] = own.map(({ firstDay }) => firstDay).toSorted()
    if (composition.kind === 'refused' || composition.daily === null || from === undefined) continue
    const { daily } = composition
    const days = await readDays(deps, { clientId, daily, window: row.recipe.window, from })
    for (const target of own) await keepLook(deps, target, days)
  }
}

/** Registers the job; the function that is returned asks for a look, because the numbers of a client were made anew. */
export const keepLooking = (deps: OwnDeps): ((clientId: ClientId) => Promise<void>) => {
  const { jobs, db, clock } = deps
  jobs.handle(lookJob, ({ clientId }, { signal }) => lookAtTargets(deps, clientId, signal))
  return async (clientId) => {
    const targets = await listTargets(db.pool, clientId)
    if (targets.length === 0) return
    const lastMs = Math.max(...targets.map(({ lookedAt }) => lookedAt?.getTime() ?? 0))
    const runAt = new Date(Math.max(clock.nowMs(), lastMs + pauseMs))
    await jobs.enqueue(db.pool, lookJob, { clientId }, { key: `${lookJob.name}:${clientId}`, runAt })
  }
}
