import type { PersonId } from '@busker/contract'
import type { PersonViewer } from '#platform/http'

/** How a video is tried out is between its author and those who answer for the instance. */
export const maySeeExploration = (viewer: PersonViewer, authorId: PersonId): boolean =>
  viewer.personId === authorId || viewer.role === 'operator'
