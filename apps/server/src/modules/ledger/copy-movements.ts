import type { Currency } from '@busker/money'
import { moneySource } from '@busker/metrics'
import { z } from 'zod'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { defineJob, keepRepeating, type RepeatingParts } from '#platform/jobs'
import type { Database } from '#platform/postgres'
import { isTemplateName } from './rules/catalog.ts'
import { movementsOf } from './rules/movements.ts'
import { findUncopied, keepCopied, type Posted } from './store/copied.ts'

export interface CopyDeps {
  readonly db: Database
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** The currency whose movements are told. */
  readonly currency: Currency
}

/** Of each lane. A transfer is a row or two, so a look is some ten thousand rows at most. */
const inOneLook = 500

const requestShape = z.object({ params: z.record(z.string(), z.unknown()) })

const rowsOf = (posted: Posted, { clock, currency }: CopyDeps): Record<string, unknown>[] => {
  const { txnId, template, at, settlesSince, legs, terms, no } = posted
  // Holds and their ends move nothing.
  if (!isTemplateName(template)) return []
  const { params } = requestShape.parse(JSON.parse(posted.request))
  const when = {
    txn_id: txnId,
    waited_ms: settlesSince === null ? null : at.getTime() - settlesSince.getTime(),
    occurred_at: at.toISOString(),
    received_at: clock.now().toISOString(),
    local_date: at.toISOString().slice(0, 10),
    position: String(no),
  }
  return movementsOf({ template, params, legs, terms }, currency).map((movement) => ({
    ...when,
    part: movement.part,
    template: movement.template,
    rail: movement.rail,
    payer_id: movement.payerId,
    creator_id: movement.creatorId,
    gross_parts: String(movement.grossParts),
    platform_parts: String(movement.platformParts),
    cost_parts: String(movement.costParts),
    creator_parts: String(movement.creatorParts),
    paid_parts: String(movement.paidParts),
  }))
}

/**
 * Copies what was posted since the last time to the facts. Where it has come to is written after the rows are on disk, so
 * a death in between copies them again, which changes no number.
 */
export const copyMovements = async (deps: CopyDeps, signal?: AbortSignal): Promise<number> => {
  let copied = 0
  for (;;) {
    const found = await findUncopied(deps.db.pool, inOneLook)
    if (found.length === 0 || signal?.aborted === true) return copied
    const rows = found.flatMap((posted) => rowsOf(posted, deps))
    if (rows.length > 0) await deps.clickhouse.insert(moneySource.table, rows)
    const lanes = Map.groupBy(found, ({ lane }) => lane)
    const ends = Array.from(lanes, ([lane, all]) => ({ lane, no: all.at(-1)?.no ?? 0n }))
    await keepCopied(deps.db.pool, ends)
    copied += found.length
  }
}

const copyJob = defineJob({ name: 'ledger.copy', payload: z.object({}), maximumAttempts: 3 })
const pauseMs = 5000

/** Keeps copying, some seconds after what was posted. Returns what starts it. */
export const keepCopying = (deps: CopyDeps & RepeatingParts): (() => Promise<void>) =>
  keepRepeating(deps, {
    ...{ job: copyJob, everyMs: pauseMs },
    work: async (signal) => void (await copyMovements(deps, signal)),
  })
