import {
  getInboxSettings,
  getInboxState,
  listNotifications,
  markGroupRead,
  markInboxSeen,
  mutePostNotifications,
  setInboxSettings,
  unsubscribeMail,
  unmutePostNotifications,
} from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { InboxDeps } from './deps.ts'
import { endMail } from './mail.ts'
import { changeSettings, heedZone, readSettings } from './quiet.ts'
import { listInbox, markOneRead, markSeen, mutePost, readState } from './read.ts'

/**
 * One click in a mail program (RFC 8058): a form without a session, whatever it says. Older programs open the address,
 * and are shown the page that asks.
 */
const serveUnsubscribing = (app: FastifyInstance, deps: InboxDeps): void => {
  app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 4096 }, (_request, _body, done) =>
      done(null, undefined),
    )
    route(scope, unsubscribeMail, async ({ params }) => {
      await endMail(deps, params.token)
      return {}
    })
  })
  app.get(unsubscribeMail.path, { schema: { hide: true } }, async (request, reply) => {
    const { token } = unsubscribeMail.params.parse(request.params)
    return reply.header('cache-control', 'no-store').redirect(`/mail/off#${token}`, 303)
  })
}

export const serveInbox = (app: FastifyInstance, deps: InboxDeps): void => {
  serveUnsubscribing(app, deps)
  route(app, listNotifications, ({ viewer, query }) =>
    listInbox(deps, { viewer, limit: query.limit, kind: query.kind, cursor: query.cursor }),
  )
  route(app, getInboxState, async ({ viewer: { personId }, request }) => {
    await heedZone(deps, { personId, timeZone: deps.telemetry.originOf(request.headers).timeZone })
    return readState(deps, personId)
  })
  route(app, markInboxSeen, ({ viewer, body }) => markSeen(deps, viewer.personId, body.version))
  route(app, markGroupRead, ({ viewer, params }) => markOneRead(deps, viewer.personId, params.groupId))
  route(app, mutePostNotifications, ({ viewer, params }) =>
    mutePost(deps, { viewer, postId: params.postId, muted: true }),
  )
  route(app, unmutePostNotifications, ({ viewer, params }) =>
    mutePost(deps, { viewer, postId: params.postId, muted: false }),
  )
  route(app, getInboxSettings, async ({ viewer }) => ({
    settings: await readSettings(deps, deps.db.pool, viewer.personId),
  }))
  route(app, setInboxSettings, async ({ viewer, body }) => ({
    settings: await changeSettings(deps, viewer.personId, body),
  }))
}
