import type { PersonId } from '@busker/contract'
import type { Viewer } from '#platform/http'

/** The author of a post, as whoever looks at it. */
export const authorAsViewer = (personId: PersonId): Viewer => ({
  ...{ kind: 'person', personId, role: 'person', sessionId: '' },
})
