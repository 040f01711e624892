import { assert } from '#platform/assert'
import type { Tx } from '#platform/postgres'
import type { PaymentsDeps } from './deps.ts'
import type { ProviderAccount, ProviderDispute, ProviderMovement, ProviderObject } from './provider.ts'
import { nextAccountLook, nextLook } from './rules/look-again.ts'
import { advance, refused, type Advance } from './rules/machines.ts'
import { movementIdIn } from './rules/request-key.ts'
import { findAccountByRef, lockAccount, updateAccount } from './store/accounts.ts'
import {
  findByRef,
  insertMovement,
  lockMovement,
  updateProgress,
  type MovementRow,
  type Progress,
} from './store/movements.ts'
import { tellPurpose } from './tell-purpose.ts'

/** `stranger`: nothing of ours is known under its key or reference. */
export type Applied = 'changed' | 'unchanged' | 'stranger'

/** What the provider told last, as far as it is written down without a change of state. */
type News = Pick<Progress, 'capturedMinor' | 'code' | 'providerRef' | 'providerVersion' | 'url'>

const newsOf = (row: MovementRow, told: ProviderMovement): News => ({
  capturedMinor: told.kind === 'charge' ? told.capturedMinor : row.capturedMinor,
  code: told.code ?? row.code,
  providerRef: told.ref,
  providerVersion: told.version,
  url: told.kind === 'charge' ? told.checkoutUrl : row.url,
})

/** Writes down where a movement is now and tells its purpose each step on the way, all in the caller's transaction. */
const move = async (
  deps: PaymentsDeps,
  tx: Tx,
  { row, news, step }: { row: MovementRow; news: News; step: Advance | null },
): Promise<void> => {
  const state = step?.state ?? row.state
  const now = deps.clock.now()
  const looks = state === row.state ? row.looks : 0
  const lookAt = nextLook({ kind: row.kind, state, looks }, now.getTime())
  const changed = { ...row, ...news, state, looks, lookAt, changedAt: now }
  await updateProgress(tx, changed)
  for (const told of step?.steps ?? []) {
    await tellPurpose(deps, tx, { ...changed, state: told })
    deps.log.event(`payments.${row.kind}_${told}`, { movementId: row.movementId, purpose: row.purpose })
  }
}

/** The row of a dispute that we hear of for the first time. It begins under the lock of its charge. */
const lockDispute = async (
  deps: PaymentsDeps,
  tx: Tx,
  told: ProviderDispute,
): Promise<MovementRow | null> => {
  const provider = deps.provider.id
  const known = await findByRef(tx, { provider, kind: 'dispute', ref: told.ref })
  if (known) return lockMovement(tx, known.movementId)
  const named = await findByRef(tx, { provider, kind: 'charge', ref: told.chargeRef })
  const charge = named && (await lockMovement(tx, named.movementId))
  // What nobody paid cannot be taken back: the news of the payment comes first, and then this again.
  if (charge?.state !== 'settled') return null
  const now = deps.clock.now()
  await insertMovement(tx, {
    ...charge,
    ...{ movementId: deps.ids.uuid(), kind: 'dispute', requestKey: null, requestHash: null },
    ...{ chargeId: charge.movementId, amountMinor: told.amountMinor, capturedMinor: 0n },
    ...{ state: 'seen', code: null, providerRef: told.ref, providerVersion: 0n, url: null },
    ...{ createdAt: now, changedAt: now, sentAt: now, lookAt: now, looks: 0 },
  })
  // Somebody else may have been faster while this one waited for the charge.
  const begun = await findByRef(tx, { provider, kind: 'dispute', ref: told.ref })
  return begun && lockMovement(tx, begun.movementId)
}

const lockTold = async (deps: PaymentsDeps, tx: Tx, told: ProviderMovement): Promise<MovementRow | null> => {
  if (told.kind === 'dispute') return lockDispute(deps, tx, told)
  const movementId = told.key === null ? null : movementIdIn(told.key, told.kind)
  const row = movementId === null ? null : await lockMovement(tx, movementId)
  // What another system named in our way, or an earlier provider made, is not ours.
  return row?.kind === told.kind && row.provider === deps.provider.id ? row : null
}

const applyMovement = (deps: PaymentsDeps, told: ProviderMovement): Promise<Applied> =>
  deps.db.transaction(async (tx) => {
    const row = await lockTold(deps, tx, told)
    if (!row) return 'stranger'
    if (told.version <= row.providerVersion) return 'unchanged'
    assert(told.currency === row.currency, 'a provider keeps to the currency of the command')
    assert(told.amountMinor === row.amountMinor, 'a provider keeps to the amount of the command')
    const step = advance(row.kind, row.state, told.status)
    await move(deps, tx, { row, news: newsOf(row, told), step })
    return step === null ? 'unchanged' : 'changed'
  })

const applyAccount = (deps: PaymentsDeps, told: ProviderAccount): Promise<Applied> =>
  deps.db.transaction(async (tx) => {
    const provider = deps.provider.id
    const known = await findAccountByRef(tx, provider, told.ref)
    const party = known?.party ?? (told.key === null ? null : movementIdIn(told.key, 'account'))
    const row = party === null ? null : await lockAccount(tx, provider, party)
    if (!row) return 'stranger'
    if (told.version <= row.providerVersion) return 'unchanged'
    const now = deps.clock.now()
    const lookAt = nextAccountLook({ state: told.status, looks: 0 }, now.getTime())
    const news = { providerRef: told.ref, providerVersion: told.version, state: told.status, url: told.url }
    await updateAccount(tx, { ...row, ...news, changedAt: now, lookAt, looks: 0 })
    return 'changed'
  })

/**
 * Brings our books to what the provider says of one thing. Older news than the last changes nothing, so that doubled and
 * overtaken messages are harmless; all that follows commits together or not at all.
 */
export const applyTold = (deps: PaymentsDeps, told: ProviderObject): Promise<Applied> =>
  told.kind === 'account' ? applyAccount(deps, told) : applyMovement(deps, told)

/** The provider refused the command, so there is nothing at its side. */
export const applyRefusal = (deps: PaymentsDeps, movementId: string, code: string): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const row = await lockMovement(tx, movementId)
    const step = row && advance(row.kind, row.state, refused)
    if (row && step) await move(deps, tx, { row, news: { ...row, code }, step })
  })
