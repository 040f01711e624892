import type { PaymentsDeps } from './deps.ts'
import { workOnEvent } from './events.ts'
import { learn } from './look-up.ts'
import { nextAccountLook, pauseBeforeLook } from './rules/look-again.ts'
import { isAtEnd } from './rules/machines.ts'
import { requestKeyOf } from './rules/request-key.ts'
import { send } from './send.ts'
import { findDueAccounts, lockAccount, updateAccount, type AccountRow } from './store/accounts.ts'
import { findWaitingEvents } from './store/events.ts'
import { findDue, findMovement, putOff, type MovementRow } from './store/movements.ts'

/** Rows of one reading; what is left is done by the next run. */
const mostAtOnce = 200

const look = async (deps: PaymentsDeps, row: MovementRow): Promise<void> => {
  // Put off before it is asked, so that one that breaks does not stand before all others for ever.
  const looks = row.looks + 1
  const lookAt = new Date(deps.clock.nowMs() + pauseBeforeLook(row.kind, looks))
  await putOff(deps.db.pool, row.movementId, { lookAt, looks })
  const { providerRef } = row
  const key = requestKeyOf(row.kind, row.movementId)
  const learned = await learn(deps, providerRef === null ? { key } : { ref: providerRef })
  if (learned !== 'not_found' || providerRef !== null) return
  // The provider never heard of it: the command is given again, under the very same key.
  const now = await findMovement(deps.db.pool, row.movementId)
  if (now?.state === 'requested') await send(deps, now)
}

const lookAtAccount = async (deps: PaymentsDeps, row: AccountRow): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const locked = await lockAccount(tx, row.provider, row.party)
    if (!locked) return
    const looks = locked.looks + 1
    await updateAccount(tx, {
      ...locked,
      looks,
      lookAt: nextAccountLook({ ...locked, looks }, deps.clock.nowMs()),
    })
  })
  const { providerRef } = row
  // One that the provider never heard of is asked for again when its party comes back: it has a page to be led to.
  await learn(deps, providerRef === null ? { key: requestKeyOf('account', row.party) } : { ref: providerRef })
}

/** One after another; a fault of one is logged and does not keep the others. */
const each = async <Row>(
  deps: PaymentsDeps,
  rows: readonly Row[],
  work: (row: Row) => Promise<unknown>,
): Promise<void> => {
  for (const row of rows) {
    try {
      await work(row)
    } catch (error) {
      deps.log.error('payments.resolve_failed', error)
    }
  }
}

/** So often somebody who waits before a page makes us ask the provider. */
const soonestMs = 5_000
/** Those who wait at once; more only make us ask a little too often. */
const mostWaiting = 10_000

/** Asks the provider about one movement whose end is awaited, for somebody who came back from its page. */
export const createRefresh = (deps: PaymentsDeps): ((movementId: string) => Promise<void>) => {
  const askedMs = new Map<string, number>()
  return async (movementId) => {
    const nowMs = deps.clock.nowMs()
    if (nowMs - (askedMs.get(movementId) ?? -soonestMs) < soonestMs) return
    if (askedMs.size >= mostWaiting) askedMs.clear()
    askedMs.set(movementId, nowMs)
    const row = await findMovement(deps.db.pool, movementId)
    if (row === null || row.providerRef === null || isAtEnd(row.kind, row.state)) return
    await learn(deps, { ref: row.providerRef })
  }
}

/**
 * Looks up everything that is unknown or awaited and due, and works on hints that nobody did. True: there may be more.
 */
export const resolve = async (deps: PaymentsDeps): Promise<boolean> => {
  const { pool } = deps.db
  const provider = deps.provider.id
  const events = await findWaitingEvents(pool, provider, mostAtOnce)
  await each(deps, events, (event) => workOnEvent(deps, event))
  const due = await findDue(pool, { provider, at: deps.clock.now(), limit: mostAtOnce })
  await each(deps, due, (row) => look(deps, row))
  const accounts = await findDueAccounts(pool, { provider, at: deps.clock.now(), limit: mostAtOnce })
  await each(deps, accounts, (row) => lookAtAccount(deps, row))
  return due.length === mostAtOnce
}
