import type { PersonId, Role } from '@busker/contract'
import type { FastifyRequest } from 'fastify'

/** A signed-in account. */
export interface PersonViewer {
  readonly kind: 'person'
  readonly personId: PersonId
  readonly role: Role
  readonly sessionId: string
  /** May look, and change only what endpoints say can be changed `whileSuspended`. */
  readonly isSuspended?: boolean
}
/** Somebody without an account, known only by a random cookie so that the feed does not repeat itself. */
export interface AnonymousViewer {
  readonly kind: 'anonymous'
  readonly anonymousId: string
}
export type Viewer = PersonViewer | AnonymousViewer

/** How the HTTP edge learns who calls; `identity` fills it. Null: no valid session. */
export interface Authenticator {
  personOf(sessionToken: string): Promise<PersonViewer | null>
}

export const sessionCookie = 'busker_session'
export const anonymousCookie = 'busker_viewer'

/** The key under which facts and seen-lists know a viewer. */
export const viewerKey = (viewer: Viewer): string =>
  viewer.kind === 'person' ? viewer.personId : viewer.anonymousId

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer
  }
  interface FastifyContextConfig {
    /** The answer is the same for everybody: who asks is not looked up. */
    servesFiles?: boolean
    /** A change that somebody whose account is suspended may still make. */
    whileSuspended?: boolean
  }
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a suspension forbids this request: every change that no endpoint excepts, however it is mounted. */
export const isRefusedBySuspension = (request: FastifyRequest): boolean =>
  request.viewer.kind === 'person' &&
  request.viewer.isSuspended === true &&
  !readingMethods.has(request.method) &&
  request.routeOptions.config.whileSuspended !== true

/** The account behind a request, or null. For handlers that are mounted without `route`. */
export const personIdOf = (request: FastifyRequest): PersonId | null =>
  request.viewer.kind === 'person' ? request.viewer.personId : null
