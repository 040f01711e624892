import type { PersonId, Role } from '@busker/contract'
import { AppError } from '#platform/errors'
import { onCommit } from '#platform/postgres'
import type { IdentityDeps } from './deps.ts'
import { findByHandle, findPerson, lockRoles, updateRole } from './store/people.ts'

/**
 * Gives a person another role. Nobody changes their own, and one change waits for the other: so two operators cannot
 * demote each other at once and leave the instance without one.
 */
export const setRole = (
  deps: IdentityDeps,
  viewerId: PersonId,
  change: { handle: string; role: Role },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await lockRoles(tx)
    const viewer = await findPerson(tx, viewerId)
    if (viewer?.role !== 'operator') throw new AppError('forbidden')
    const person = await findByHandle(tx, change.handle)
    if (!person) throw new AppError('not_found')
    const { personId } = person
    if (personId === viewerId) throw new AppError('forbidden')
    await updateRole(tx, personId, change.role)
    onCommit(tx, () => deps.log.event('role.changed', { personId, role: change.role, by: viewerId }))
  })
