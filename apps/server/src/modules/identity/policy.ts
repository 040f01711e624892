import type { MemberRole, PersonId } from '@busker/contract'

interface Membership {
  readonly personId: PersonId
  readonly role: MemberRole
}

const roleOf = (members: readonly Membership[], personId: PersonId): MemberRole | undefined =>
  members.find((member) => member.personId === personId)?.role

/** Only owners add members. */
export const mayAddMember = (viewerId: PersonId, members: readonly Membership[]): boolean =>
  roleOf(members, viewerId) === 'owner'

/** Owners remove anybody; everybody may leave. */
export const mayRemoveMember = (
  viewerId: PersonId,
  targetId: PersonId,
  members: readonly Membership[],
): boolean => viewerId === targetId || roleOf(members, viewerId) === 'owner'

/** An organisation that people depend on never loses its last owner. */
export const keepsAnOwner = (targetId: PersonId, members: readonly Membership[]): boolean =>
  members.some((member) => member.role === 'owner' && member.personId !== targetId)
