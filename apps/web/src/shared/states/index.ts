/** Frames and states of pages: not for this visitor, loading, not loaded, the foot of a list. */
export { Closed } from './closed.tsx'
export { NotLoaded } from './not-loaded.tsx'
export { ListEnd } from './list-end.tsx'
export { Part, PartFailed, Waiting } from './page-parts.tsx'
