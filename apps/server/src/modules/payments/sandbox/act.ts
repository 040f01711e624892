import { pausesMs, type Card } from '../rules/sandbox-scenarios.ts'
import { findSandboxObject, lockSandboxObject, type SandboxObject } from '../store/sandbox.ts'
import type { Tx } from '#platform/postgres'
import type { SandboxDeps } from './deps.ts'
import { change, later, takeMoney } from './happen.ts'

/** What a person does on the hosted pages. */
export type Act =
  | { readonly kind: 'pay'; readonly card: Card }
  | { readonly kind: 'confirm' | 'refuse' | 'cancel' | 'approve' | 'reject' }

const fail = (code: string): Partial<SandboxObject> => ({ status: 'failed', code })

const finish = async (deps: SandboxDeps, tx: Tx, row: SandboxObject): Promise<void> => {
  if (row.scenario === 'settles_late') {
    const waiting = await change(deps, tx, [row, { status: 'processing' }])
    const pauseMs = pausesMs.settlesLate
    await later(deps, tx, { objectRef: waiting.ref, happening: 'capture', pauseMs })
  } else if (row.page.capture === 'manual') await change(deps, tx, [row, { status: 'authorized' }])
  else await takeMoney(deps, tx, [row, row.amountMinor])
}

const pay = async (deps: SandboxDeps, tx: Tx, [row, card]: [SandboxObject, Card]): Promise<void> => {
  // An amount that asks for something keeps asking for it unless another card is chosen on purpose.
  const scenario = card === 'succeeds' ? row.scenario : card
  const chosen = { ...row, scenario }
  if (scenario === 'declined') await change(deps, tx, [chosen, fail('card_declined')])
  else if (scenario === 'three_d_secure')
    await change(deps, tx, [chosen, { page: { ...row.page, isConfirming: true } }])
  else await finish(deps, tx, chosen)
}

const actOnCheckout = async (deps: SandboxDeps, tx: Tx, [row, act]: [SandboxObject, Act]): Promise<void> => {
  if (row.status !== 'open') return
  const { isConfirming } = row.page
  if (act.kind === 'cancel') await change(deps, tx, [row, fail('cancelled')])
  else if (act.kind === 'pay' && !isConfirming) await pay(deps, tx, [row, act.card])
  else if (act.kind === 'confirm' && isConfirming) await finish(deps, tx, row)
  else if (act.kind === 'refuse' && isConfirming) await change(deps, tx, [row, fail('confirmation_refused')])
}

const actOnAccount = async (deps: SandboxDeps, tx: Tx, [row, act]: [SandboxObject, Act]): Promise<void> => {
  if (row.status !== 'pending') return
  if (act.kind === 'approve') await change(deps, tx, [row, { status: 'enabled' }])
  if (act.kind === 'reject')
    await change(deps, tx, [row, { status: 'rejected', code: 'identity_not_proven' }])
}

/**
 * Does what a person chose on a page that showed this version. On a page that is older nothing happens, so a second click
 * is no second act. Null: there is no such page.
 */
export const act = async (
  deps: SandboxDeps,
  asked: { readonly ref: string; readonly version: bigint | null },
  chosen: Act,
): Promise<SandboxObject | null> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockSandboxObject(tx, asked.ref)
    if (!row || (asked.version !== null && asked.version !== row.version)) return
    if (row.kind === 'charge') await actOnCheckout(deps, tx, [row, chosen])
    if (row.kind === 'account') await actOnAccount(deps, tx, [row, chosen])
  })
  await deps.wake()
  return findSandboxObject(deps.db.pool, asked)
}
