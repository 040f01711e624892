import type { FastifyInstance } from 'fastify'
import type { SearchDeps } from './deps.ts'
import { serveSearch } from './http.ts'
import { indexNamed, indexPeople, indexPosts, keepIndex } from './index-documents.ts'
import { removeDocuments } from './store/documents.ts'
import { noteAction, refreshTrends, tidyUp } from './trends.ts'

export type { SearchDeps } from './deps.ts'

/** Finding videos, people and hashtags, and what rises among them. */
export interface Search {
  /** Computes anew what rises. */
  refreshTrends(): Promise<void>
  /** Counts popular queries and popularity anew, and forgets what is old. */
  tidyUp(): Promise<void>
  /** Makes the index anew in the background if it has another form; before the jobs start. */
  start(): Promise<void>
  /** Registers the reactions to events; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

const listen = (deps: SearchDeps): void => {
  const { bus, db } = deps
  bus.on('posts.published', 'search', ({ postId }) => indexPosts(deps, [postId]))
  bus.on('posts.changed', 'search', ({ postId }) => indexPosts(deps, [postId]))
  bus.on('posts.unpublished', 'search', ({ postId }) => removeDocuments(db.pool, 'post', [postId]))
  bus.on('posts.deleted', 'search', ({ postId }) => removeDocuments(db.pool, 'post', [postId]))
  bus.on('identity.acted', 'search', ({ kind, personId }) =>
    kind === 'registered' ? indexPeople(deps, [personId]) : Promise.resolve(),
  )
  bus.on('identity.changed', 'search', ({ personId }) => indexNamed(deps, personId))
  bus.on('social.acted', 'search', (action) => noteAction(deps, action))
  bus.on('posts.acted', 'search', (action) => noteAction(deps, action))
}

/** Wires the module. */
export const createSearch = (deps: SearchDeps): Search => {
  const start = keepIndex(deps)
  return {
    refreshTrends: () => refreshTrends(deps),
    tidyUp: () => tidyUp(deps),
    start,
    listen: () => listen(deps),
    serve: (app) => serveSearch(app, deps),
  }
}
