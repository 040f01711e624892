import { createHash } from 'node:crypto'
import { AppError } from '#platform/errors'
import { assert } from '#platform/assert'
import type { Tx } from '#platform/postgres'
import type { PaymentsDeps } from './deps.ts'
import { nextLook } from './rules/look-again.ts'
import type { MovementKind } from './rules/machines.ts'
import { send } from './send.ts'
import { findByRequest, findMovement, insertMovement, type MovementRow } from './store/movements.ts'
import { tellPurpose } from './tell-purpose.ts'

/** What a caller asks for under a key. */
export interface Wanted extends Pick<
  MovementRow,
  'purpose' | 'reference' | 'party' | 'chargeId' | 'amountMinor' | 'currency' | 'description' | 'returnPath'
> {
  readonly kind: MovementKind
  readonly key: string
}

const hashOf = ({ amountMinor, ...wanted }: Wanted): string =>
  createHash('sha256')
    .update(JSON.stringify([Object.entries(wanted).map(String).toSorted(), amountMinor.toString()]))
    .digest('hex')

const rowOf = (deps: PaymentsDeps, wanted: Wanted): MovementRow => {
  const now = deps.clock.now()
  const { key, ...asked } = wanted
  return {
    ...asked,
    ...{ movementId: deps.ids.uuid(), provider: deps.provider.id },
    ...{ requestKey: key, requestHash: hashOf(wanted), state: 'requested', capturedMinor: 0n },
    ...{ code: null, providerRef: null, providerVersion: 0n, url: null, sentAt: null },
    ...{ createdAt: now, changedAt: now, looks: 0 },
    lookAt: nextLook({ kind: wanted.kind, state: 'requested', looks: 0 }, now.getTime()),
  }
}

/** The row under this key; the same key for something else is a mistake of the caller. */
const sameRequest = async (
  handle: Tx | PaymentsDeps['db']['pool'],
  wanted: Wanted,
): Promise<MovementRow | null> => {
  const known = await findByRequest(handle, wanted.kind, wanted.key)
  if (known && known.requestHash !== hashOf(wanted)) throw new AppError('key_reused')
  return known
}

/**
 * Writes down what is wanted, exactly once for each key, and hands it to the provider. `check` may refuse it; what it
 * locks stays locked until the row is written. Asking again gives the same movement, however it stands now.
 */
export const requestMovement = async (
  deps: PaymentsDeps,
  wanted: Wanted,
  check: (tx: Tx) => Promise<void>,
): Promise<MovementRow> => {
  assert(wanted.amountMinor > 0n, 'money that moves is more than nothing')
  const row =
    (await sameRequest(deps.db.pool, wanted)) ??
    (await deps.db.transaction(async (tx) => {
      await check(tx)
      const fresh = rowOf(deps, wanted)
      if (!(await insertMovement(tx, fresh))) return sameRequest(tx, wanted)
      // Of a charge nothing is to be written before money comes; the others hold what they want to move.
      if (fresh.kind !== 'charge') await tellPurpose(deps, tx, fresh)
      return fresh
    }))
  assert(row !== null, 'a key that is taken has a row')
  // Only what the provider has not answered yet is sent: under the same key, so that twice is once.
  if (row.state === 'requested') await send(deps, row)
  const now = await findMovement(deps.db.pool, row.movementId)
  assert(now !== null, 'movements are never deleted')
  return now
}
