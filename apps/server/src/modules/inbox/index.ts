import type { FastifyInstance } from 'fastify'
import type { InboxDeps, InboxParts } from './deps.ts'
import { serveInbox } from './http.ts'
import { handleInboxMail, sendDigests } from './mail.ts'
import { listenForNotices } from './notices.ts'
import { tellingOfAction, tellingOfGift, tellingsOfComment } from './rules/tellings.ts'
import { forgetBefore } from './store/entries.ts'
import { forgetPost, part, takeBackComment, tell, tellOfComment } from './tell.ts'

export type { InboxParts } from './deps.ts'

/** What others did that concerns somebody. */
export interface Inbox {
  /** Forgets what is older than it is kept. */
  sweep(): Promise<void>
  /** Sends the digests whose time has come; may name another pause than the usual one. */
  sendDigests(): Promise<{ pauseMs: number } | void>
  /** Registers the reactions to events; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

const keptMs = 90 * 86_400_000

const listen = (deps: InboxDeps): void => {
  const { bus } = deps
  listenForNotices(deps)
  bus.on('social.acted', 'inbox', async (action) => {
    if (action.kind === 'block' && action.authorId !== null)
      return part(deps, action.personId, action.authorId)
    const telling = tellingOfAction(action)
    if (telling !== null) await tell(deps, telling)
  })
  bus.on('social.commented', 'inbox', async (event) => {
    for (const telling of tellingsOfComment(event)) await tellOfComment(deps, telling)
  })
  bus.on('social.comment_removed', 'inbox', ({ commentId }) => takeBackComment(deps, commentId))
  bus.on('wallet.gifted', 'inbox', async (event) => {
    const telling = tellingOfGift(event)
    if (telling !== null) await tell(deps, telling)
  })
  bus.on('posts.deleted', 'inbox', ({ postId }) => forgetPost(deps, postId))
}

/**
 * Wires the module.
 *
 * @example const inbox = createInbox({ db, clock, bus, publish, identity, posts, social, telemetry, … })
 */
export const createInbox = (parts: InboxParts): Inbox => {
  const deps: InboxDeps = { ...parts, mail: handleInboxMail(parts) }
  return {
    sweep: () => forgetBefore(deps.db.pool, new Date(deps.clock.nowMs() - keptMs)),
    sendDigests: () => sendDigests(deps),
    listen: () => listen(deps),
    serve: (app) => serveInbox(app, deps),
  }
}
