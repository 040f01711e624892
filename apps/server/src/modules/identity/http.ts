import * as contract from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { cookieOptions, route, sessionCookie } from '#platform/http'
import { signIn, signUp, type SignedIn } from './accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { addMember, createOrganisation, listOrganisationsOf, removeMember } from './organisations.ts'
import {
  addPasskey,
  registrationOptions,
  relyingPartyOf,
  signInOptions,
  signInWithPasskey,
} from './passkeys.ts'
import { presentMe, presentProfile } from './present.ts'
import { setRole } from './roles.ts'
import { endAllSessions, endSession } from './sessions.ts'
import { deletePasskey, findOwner, listPasskeys } from './store/passkeys.ts'
import { findByHandle } from './store/people.ts'

const serveAccounts = (app: FastifyInstance, deps: IdentityDeps): void => {
  const letIn = (reply: FastifyReply, signedIn: SignedIn) => {
    reply.setCookie(sessionCookie, signedIn.sessionToken, cookieOptions(deps.publicUrl))
    return { me: presentMe(signedIn.person) }
  }
  const letOut = (reply: FastifyReply) => reply.clearCookie(sessionCookie, { path: '/' })

  route(app, contract.signUp, async ({ body, request, reply }) =>
    letIn(reply, await signUp(deps, { ...body, address: request.ip })),
  )
  route(app, contract.signIn, async ({ body, request, reply }) =>
    letIn(reply, await signIn(deps, { ...body, address: request.ip })),
  )
  route(app, contract.signOut, async ({ viewer, reply }) => {
    await endSession(deps, viewer.sessionId)
    letOut(reply)
    return {}
  })
  route(app, contract.signOutEverywhere, async ({ viewer, reply }) => {
    const sessionsEnded = await endAllSessions(deps, viewer.personId)
    letOut(reply)
    return { sessionsEnded }
  })
  route(app, contract.getMe, async ({ viewer }) => {
    const person = viewer.kind === 'person' ? await findOwner(deps.db.pool, viewer.personId) : undefined
    return { me: person ? presentMe(person) : null }
  })
}

const servePasskeys = (app: FastifyInstance, deps: IdentityDeps): void => {
  const party = (request: FastifyRequest) => relyingPartyOf(deps.publicUrl, request.host)

  route(app, contract.passkeyRegistrationOptions, async ({ viewer, request }) => ({
    options: await registrationOptions(deps, party(request), viewer.personId),
  }))
  route(app, contract.addPasskey, async ({ viewer, body, request }) => ({
    passkeyId: await addPasskey(deps, party(request), { ...body, personId: viewer.personId }),
  }))
  route(app, contract.listPasskeys, async ({ viewer }) => {
    const passkeys = await listPasskeys(deps.db.pool, viewer.personId)
    return {
      passkeys: passkeys.map((passkey) => ({
        passkeyId: passkey.credentialId,
        label: passkey.label,
        createdAt: passkey.createdAt.toISOString(),
        lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
      })),
    }
  })
  route(app, contract.removePasskey, async ({ viewer, params }) => {
    if (!(await deletePasskey(deps.db.pool, viewer.personId, params.passkeyId)))
      throw new AppError('not_found')
    return {}
  })
  route(app, contract.passkeySignInOptions, async ({ request }) => signInOptions(deps, party(request)))
  route(app, contract.passkeySignIn, async ({ body, request, reply }) => {
    const signedIn = await signInWithPasskey(deps, party(request), body)
    reply.setCookie(sessionCookie, signedIn.sessionToken, cookieOptions(deps.publicUrl))
    return { me: presentMe(signedIn.person) }
  })
}

const servePeople = (app: FastifyInstance, deps: IdentityDeps): void => {
  route(app, contract.getProfile, async ({ params, viewer }) => {
    const person = await findByHandle(deps.db.pool, params.handle)
    if (!person) throw new AppError('not_found')
    const standing = await deps.standings.standingOf(deps.db.pool, person.personId, viewer)
    if (!standing) throw new AppError('not_found')
    return { profile: presentProfile(person, standing, viewer) }
  })
  route(app, contract.setRole, async ({ params, body, viewer }) => {
    await setRole(deps, viewer.personId, { handle: params.handle, role: body.role })
    return {}
  })
  route(app, contract.createOrganisation, async ({ viewer, body }) => ({
    organisation: await createOrganisation(deps, viewer.personId, body.name),
  }))
  route(app, contract.listOrganisations, async ({ viewer }) => ({
    organisations: await listOrganisationsOf(deps, viewer.personId),
  }))
  route(app, contract.addMember, async ({ viewer, params, body }) => ({
    organisation: await addMember(deps, viewer.personId, { ...params, ...body }),
  }))
  route(app, contract.removeMember, async ({ viewer, params }) => {
    await removeMember(deps, viewer.personId, params)
    return {}
  })
}

/** All endpoints of this module. */
export const serveIdentity = (app: FastifyInstance, deps: IdentityDeps): void => {
  serveAccounts(app, deps)
  servePasskeys(app, deps)
  servePeople(app, deps)
}
