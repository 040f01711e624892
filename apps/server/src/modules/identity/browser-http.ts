import * as contract from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cookieOptions, route, sessionCookie } from '#platform/http'
import { accountsHere, endHere, switchTo, type HeldTokens, type Holding } from './browser-accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { readParked, writeParked } from './rules/parked.ts'

/** The tokens of the accounts that this browser is signed in to and does not act as. As hidden from scripts as the session. */
const parkedCookie = 'busker_parked'

export const heldBy = (request: FastifyRequest): HeldTokens => ({
  active: request.cookies[sessionCookie] ?? null,
  parked: readParked(request.cookies[parkedCookie]),
})

/** Makes the browser hold these sessions and no others. */
export const hold = (deps: IdentityDeps, reply: FastifyReply, { active, parked }: Holding): void => {
  const put = (name: string, value: string | null): unknown =>
    value === null
      ? reply.clearCookie(name, { path: '/' })
      : reply.setCookie(name, value, cookieOptions(deps.publicUrl))
  put(sessionCookie, active)
  put(parkedCookie, writeParked(parked))
}

/** Several accounts in one browser. Who may is a matter of the cookies alone: nobody can name a session they do not hold. */
export const serveBrowserAccounts = (app: FastifyInstance, deps: IdentityDeps): void => {
  route(app, contract.listAccountsHere, async ({ request, reply }) => {
    const { accounts, holding } = await accountsHere(deps, heldBy(request))
    hold(deps, reply, holding)
    return { accounts }
  })
  route(app, contract.switchAccount, async ({ request, reply, body }) => {
    hold(deps, reply, await switchTo(deps, heldBy(request), body.personId))
    return {}
  })
  route(app, contract.signOutHere, async ({ request, reply, params }) => {
    hold(deps, reply, (await endHere(deps, heldBy(request), params.personId)).holding)
    return {}
  })
  route(app, contract.signOutAllHere, async ({ request, reply }) => {
    const { holding, sessionsEnded } = await endHere(deps, heldBy(request), 'all')
    hold(deps, reply, holding)
    return { sessionsEnded }
  })
}
