import type { PersonViewer } from '#platform/http'

/** The numbers of a post belong to its author; operators see all. */
export const maySeePostMetrics = (viewer: PersonViewer, authorId: string): boolean =>
  viewer.role === 'operator' || viewer.personId === authorId
