/** What stands in the place of a page: it is not for this visitor, or it did not load. */
export { Closed } from './closed.tsx'
export { NotLoaded } from './not-loaded.tsx'
