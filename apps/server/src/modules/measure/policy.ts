import type { PersonViewer } from '#platform/http'

/** The numbers of a post or an account belong to its author; operators see all. */
export const maySeeNumbersOf = (viewer: PersonViewer, authorId: string): boolean =>
  viewer.role === 'operator' || viewer.personId === authorId

/** The numbers of the platform are for those who run it. */
export const maySeePlatform = (viewer: PersonViewer): boolean => viewer.role === 'operator'
