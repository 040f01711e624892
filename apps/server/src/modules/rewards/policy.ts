import type { PersonId } from '@busker/contract'
import type { PersonViewer } from '#platform/http'

/** What somebody was paid is between them and those who answer for the instance. */
export const maySeePayout = (viewer: PersonViewer, payeeId: PersonId): boolean =>
  viewer.personId === payeeId || viewer.role === 'operator'

/** Two people stand behind each transfer by hand: nobody approves what they proposed. */
export const mayDecide = (
  viewer: PersonViewer,
  proposedBy: PersonId,
  decision: 'approve' | 'refuse' | 'withdraw',
): boolean => (decision === 'withdraw') === (viewer.personId === proposedBy)
