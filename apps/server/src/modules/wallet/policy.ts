import type { PersonId, SpendingRefusal } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { findPerson } from './store/people.ts'

/** From this age on one can buy, give and receive. */
export const adultAge = 18

/** Adults without an open dispute buy and give. Null: they may. The pages say the same before anybody tries. */
export const spendingRefusal = async (wallet: Wallet, viewer: Viewer): Promise<SpendingRefusal | null> => {
  if (viewer.kind !== 'person') return 'not_signed_in'
  if (!(await wallet.isAdult(viewer.personId))) return 'adults_only'
  const { openDisputes } = await findPerson(wallet.db.pool, viewer.personId)
  return openDisputes > 0 ? 'dispute_open' : null
}

/** Minors neither give nor receive. */
export const assertAdult = async (wallet: Wallet, personId: PersonId): Promise<void> => {
  if (!(await wallet.isAdult(personId))) throw new AppError('adults_only')
}
