import * as contract from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { route, sessionCookie } from '#platform/http'
import { signIn, signUp, type SignedIn } from './accounts.ts'
import { parkOthers } from './browser-accounts.ts'
import { heldBy, hold, serveBrowserAccounts } from './browser-http.ts'
import type { IdentityDeps } from './deps.ts'
import { heedBrowser } from './known-browsers.ts'
import { confirmMail, handleIdentityMail, readMail, removeMail, setMail, type PostMail } from './mail.ts'
import { addMember, createOrganisation, listOrganisationsOf, removeMember } from './organisations.ts'
import {
  addPasskey,
  registrationOptions,
  relyingPartyOf,
  signInOptions,
  signInWithPasskey,
} from './passkeys.ts'
import { meOf } from './me.ts'
import { presentProfile } from './present.ts'
import { serveOwnProfile } from './profile-http.ts'
import { setRole } from './roles.ts'
import { endAllSessions, endSession } from './sessions.ts'
import { deletePasskey, listPasskeys } from './store/passkeys.ts'
import { findByHandle, findPerson, findSelf } from './store/people.ts'

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The browser acts as this person from now on; who was signed in there before stays so, parked. */
const letIn = async (deps: IdentityDeps, { request, reply }: Exchange, signedIn: SignedIn) => {
  hold(deps, reply, await parkOthers(deps, heldBy(request), signedIn))
  await heedBrowser(deps, signedIn.person.personId, { request, reply })
  return { me: await meOf(deps, signedIn.person) }
}

const serveAccounts = (app: FastifyInstance, deps: IdentityDeps): void => {
  const letOut = (reply: FastifyReply) => reply.clearCookie(sessionCookie, { path: '/' })

  route(app, contract.signUp, async ({ body, request, reply }) =>
    letIn(deps, { request, reply }, await signUp(deps, { ...body, address: request.ip })),
  )
  route(app, contract.signIn, async ({ body, request, reply }) =>
    letIn(deps, { request, reply }, await signIn(deps, { ...body, address: request.ip })),
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
    const person = viewer.kind === 'person' ? await findPerson(deps.db.pool, viewer.personId) : undefined
    return { me: person ? await meOf(deps, person) : null }
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
    return letIn(deps, { request, reply }, signedIn)
  })
}

const servePeople = (app: FastifyInstance, deps: IdentityDeps): void => {
  route(app, contract.getProfile, async ({ params, viewer }) => {
    const person = await findByHandle(deps.db.pool, params.handle)
    if (!person) throw new AppError('not_found')
    const standing = await deps.standings.standingOf(deps.db.pool, person.personId, viewer)
    const self = await findSelf(deps.db.pool, person.personId)
    if (!standing || !self) throw new AppError('not_found')
    return { profile: presentProfile({ person, self }, standing, viewer) }
  })
  serveOwnProfile(app, deps)
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

const serveMail = (app: FastifyInstance, deps: IdentityDeps, post: PostMail): void => {
  route(app, contract.getMail, async ({ viewer }) => ({
    mail: await readMail(deps, deps.db.pool, viewer.personId),
  }))
  route(app, contract.setMail, async ({ viewer, body }) => ({
    mail: await setMail(deps, post, { ...body, personId: viewer.personId }),
  }))
  route(app, contract.removeMail, async ({ viewer }) => ({
    mail: await removeMail(deps, post, viewer.personId),
  }))
  route(app, contract.confirmMail, async ({ body }) => {
    await confirmMail(deps, post, body.token)
    return {}
  })
}

/** All endpoints of this module. */
export const serveIdentity = (app: FastifyInstance, deps: IdentityDeps): void => {
  serveMail(app, deps, handleIdentityMail(deps))
  serveAccounts(app, deps)
  serveBrowserAccounts(app, deps)
  servePasskeys(app, deps)
  servePeople(app, deps)
}
