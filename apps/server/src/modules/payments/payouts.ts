import type { Currency } from '@busker/money'
import { AppError } from '#platform/errors'
import { assert } from '#platform/assert'
import { applyTold } from './apply.ts'
import type { Payout, PaymentsDeps } from './deps.ts'
import { presentPayout } from './present.ts'
import { requestMovement } from './request-movement.ts'
import { requestKeyOf } from './rules/request-key.ts'
import { findAccount, insertAccount, type AccountRow } from './store/accounts.ts'
import { findByRequest } from './store/movements.ts'
import { assertHeard } from './tell-purpose.ts'

export interface PayoutRequest {
  readonly key: string
  readonly purpose: string
  readonly reference: string
  /** Who is paid: whoever `onboard` was called for. */
  readonly party: string
  readonly amountMinor: bigint
  readonly currency: Currency
}

export const startPayout = async (deps: PaymentsDeps, request: PayoutRequest): Promise<Payout> => {
  assertHeard(deps, request.purpose, 'payout')
  const row = await requestMovement(
    deps,
    { ...request, kind: 'payout', chargeId: null, description: '', returnPath: '' },
    async (tx) => {
      if (await findByRequest(tx, 'payout', request.key)) return
      const account = await findAccount(tx, deps.provider.id, request.party)
      if (account?.state !== 'enabled') throw new AppError('payout_account_missing')
    },
  )
  return presentPayout(row)
}

/** Whether somebody can be paid out, and where to go on if not. */
export interface PayoutAccount {
  readonly party: string
  readonly state: AccountRow['state'] | 'none'
  readonly url: string | null
}

export const getAccount = async (deps: PaymentsDeps, party: string): Promise<PayoutAccount> => {
  const row = await findAccount(deps.db.pool, deps.provider.id, party)
  return row ? { party, state: row.state, url: row.url } : { party, state: 'none', url: null }
}

export interface OnboardRequest {
  readonly party: string
  /** ISO 3166, two letters. */
  readonly country: string
  readonly returnPath: string
}

/** Begins the provider's checks, or goes on with them. There is one account for each party, so it needs no key. */
export const onboard = async (deps: PaymentsDeps, request: OnboardRequest): Promise<PayoutAccount> => {
  const { party, country } = request
  assert(/^[A-Z]{2}$/.test(country), 'a country has two letters')
  const provider = deps.provider.id
  const now = deps.clock.now()
  await insertAccount(deps.db.pool, {
    ...{ party, provider, country, providerRef: null, providerVersion: 0n, state: 'requested', url: null },
    ...{ createdAt: now, changedAt: now, lookAt: now, looks: 0 },
  })
  const known = await findAccount(deps.db.pool, provider, party)
  if (known?.providerRef === null) {
    const outcome = await deps.provider.onboard({
      ...{ key: requestKeyOf('account', party), party, country: known.country },
      returnUrl: `${deps.publicUrl ?? ''}${request.returnPath}`,
    })
    if (outcome.kind === 'declined') throw new AppError('payout_account_refused')
    if (outcome.kind === 'ok') await applyTold(deps, outcome.value)
  }
  return getAccount(deps, party)
}
