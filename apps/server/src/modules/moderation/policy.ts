import type { PersonId, Role } from '@busker/contract'
import type { PersonViewer } from '#platform/http'

/** Nobody works on a case about themselves, nor reads who reported them. */
export const mayWorkOn = (viewer: PersonViewer, { authorId }: { authorId: PersonId }): boolean =>
  viewer.personId !== authorId

/** Operators are never suspended, so that nobody is shut out of their own instance; moderators only by operators. */
export const maySuspend = (viewer: PersonViewer, role: Role): boolean =>
  role === 'person' || (role === 'moderator' && viewer.role === 'operator')

/** Who made a decision can take it back, and an operator any; nobody one about what is theirs. */
export const mayWithdraw = (
  viewer: PersonViewer,
  decision: { decidedBy: PersonId | null; authorId: PersonId },
): boolean =>
  viewer.personId !== decision.authorId &&
  (viewer.role === 'operator' || viewer.personId === decision.decidedBy)
