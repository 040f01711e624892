import type { Me } from '@busker/contract'
import type { IdentityDeps } from './deps.ts'
import { presentMe } from './present.ts'
import { suspensionAt } from './rules/suspension.ts'
import type { Person } from './store/people.ts'
import { findSuspension } from './store/suspensions.ts'

/** Who one is here, and what holds for the account now. */
export const meOf = async (deps: Pick<IdentityDeps, 'db' | 'clock'>, person: Person): Promise<Me> => {
  const row = await findSuspension(deps.db.pool, person.personId)
  return presentMe(person, row ? suspensionAt(row, deps.clock.now()) : null)
}
