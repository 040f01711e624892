import type { PersonId } from '@busker/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieOptions } from '#platform/http'
import type { IdentityDeps } from './deps.ts'
import { browserOf } from './rules/browser.ts'
import { hashToken } from './sessions.ts'
import { knowsBrowsers, learnBrowser } from './store/browsers.ts'
import { lockSubject } from './store/sessions.ts'

/** Stays when a session ends, so that coming back is no news. It opens nothing. */
const browserCookie = 'busker_browser'

const isToken = (value: string | undefined): value is string =>
  value !== undefined && /^[\w-]{43}$/.test(value)

/** Somebody is signed in now: with a browser that their account knows, or with a new one, and then they hear of it. */
export const heedBrowser = async (
  deps: IdentityDeps,
  personId: PersonId,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> => {
  const sent = request.cookies[browserCookie]
  const token = isToken(sent) ? sent : deps.ids.token()
  const at = deps.clock.now()
  await deps.db.transaction(async (tx) => {
    await lockSubject(tx, `browsers:${personId}`)
    const knowsOthers = await knowsBrowsers(tx, personId)
    // Of both together: the table does not tell which accounts share a browser.
    const browserHash = hashToken(`${token} ${personId}`)
    const isNew = await learnBrowser(tx, { personId, browserHash, at })
    // The first one of all is the one that the account was made with, or the first since browsers are known.
    if (!isNew || !knowsOthers) return
    const signIn = { signInId: deps.ids.uuid(), personId, at: at.toISOString() }
    await deps.bus.emit(tx, 'identity.signed_in_anew', {
      ...signIn,
      ...browserOf(request.headers['user-agent']),
    })
  })
  reply.setCookie(browserCookie, token, cookieOptions(deps.publicUrl))
}
