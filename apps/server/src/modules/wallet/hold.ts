import type { Tx } from '#platform/postgres'
import type { WalletDeps } from './deps.ts'
import { addGifters, subtractGifters, updateSendState, type SendRow } from './store/sends.ts'

/** A held gift matures a hundred years later than it would, so that releasing it gives back the very day. */
export const heldForMs = 36_525 * 86_400_000

/** Gifts that are held are not paid out and count in no list; they are never taken away from anybody. */
export const hold = async (deps: WalletDeps, tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  const counted = sends.filter(({ state }) => state === 'counted')
  if (counted.length === 0) return
  await deps.ledger.delay(
    tx,
    counted.map(({ txnId }) => txnId),
    heldForMs,
  )
  await subtractGifters(tx, counted)
  await updateSendState(
    tx,
    counted.map(({ sendId }) => sendId),
    'held',
  )
}

/** They count like any other again. */
export const release = async (deps: WalletDeps, tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  const held = sends.filter(({ state }) => state === 'held')
  if (held.length === 0) return
  await deps.ledger.delay(
    tx,
    held.map(({ txnId }) => txnId),
    -heldForMs,
  )
  await addGifters(tx, held)
  await updateSendState(
    tx,
    held.map(({ sendId }) => sendId),
    'counted',
  )
}
