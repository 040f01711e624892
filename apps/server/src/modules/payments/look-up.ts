import { applyTold, type Applied } from './apply.ts'
import type { PaymentsDeps } from './deps.ts'
import { notFound, type Asked, type ProviderObject } from './provider.ts'

/** `not_found`: the provider never heard of it. `unknown`: it gave no answer. */
export type Learned = Applied | 'not_found' | 'unknown'

/** The charge that a refund or a dispute is about, if ours is not far enough to take the news. */
const chargeBefore = (told: ProviderObject): Asked | null =>
  told.kind === 'refund' || told.kind === 'dispute' ? { ref: told.chargeRef } : null

/** Asks the provider for the truth about one thing and applies it, after that of the charge it stands on where needed. */
export const learn = async (deps: PaymentsDeps, asked: Asked): Promise<Learned> => {
  const outcome = await deps.provider.lookup(asked)
  if (outcome.kind === 'unknown') return 'unknown'
  if (outcome.kind === 'declined') return outcome.code === notFound ? 'not_found' : 'unknown'
  const applied = await applyTold(deps, outcome.value)
  const before = chargeBefore(outcome.value)
  if (applied !== 'stranger' || before === null) return applied
  const charge = await deps.provider.lookup(before)
  if (charge.kind === 'unknown') return 'unknown'
  if (charge.kind === 'ok') await applyTold(deps, charge.value)
  return applyTold(deps, outcome.value)
}
