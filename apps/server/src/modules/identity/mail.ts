import { type MailLocale, type OwnMail, type PersonId } from '@busker/contract'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import { bodiesOf, handleMail, isPlainAddress, type Composed } from '#platform/mail'
import type { Queryable, Tx } from '#platform/postgres'
import type { IdentityDeps } from './deps.ts'
import { claimMs, claimWindowMs, judgeClaim } from './rules/mail-claims.ts'
import { hashToken } from './sessions.ts'
import {
  countRequests,
  deleteMailBox,
  endClaims,
  findClaim,
  findMailBoxes,
  findRequest,
  insertLink,
  insertRequest,
  saveMailBox,
  saveMailLocale,
  useRequest,
  type MailBox,
} from './store/mail.ts'
import { findPeople } from './store/people.ts'
import { lockSubject } from './store/sessions.ts'
import { mailTexts } from './texts.ts'

/** Why a mail is written. An address that counts no more is named, because nothing else remembers it. */
const about = z.discriminatedUnion('why', [
  z.object({ why: z.literal('confirm'), requestId: z.uuid() }),
  z.object({ why: z.literal('changed'), handle: z.string(), to: z.string(), locale: z.enum(['en', 'es']) }),
])
type About = z.infer<typeof about>

const nameOf = async (handle: Queryable, personId: PersonId): Promise<string> =>
  (await findPeople(handle, [personId]))[0]?.handle ?? ''

/** The secret is made here and now: neither the queue nor a table ever holds it. */
const composeConfirm = async (deps: IdentityDeps, requestId: string): Promise<Composed> => {
  const { pool } = deps.db
  const request = await findRequest(pool, requestId, deps.clock.now())
  if (!request) return null
  const words = { handle: await nameOf(pool, request.personId), instance: deps.instanceName }
  const { subject, text, label, footer } = mailTexts[request.locale](words).confirm
  const token = deps.ids.token()
  await insertLink(pool, requestId, hashToken(token))
  // Behind the `#` it reaches no log of any server.
  const link = { label, url: `${deps.linkBase}/mail/confirm#${token}` }
  const letter = { subject, paragraphs: [text], link, footer: [{ text: footer, url: null }] }
  return { ...bodiesOf({ ...letter, locale: request.locale }), to: request.address, unsubscribeUrl: null }
}

const composeChanged = (deps: IdentityDeps, told: Extract<About, { why: 'changed' }>): Composed => {
  const words = { handle: told.handle, instance: deps.instanceName }
  const { subject, text, footer } = mailTexts[told.locale](words).changed
  const letter = { subject, paragraphs: [text], footer: [{ text: footer, url: null }], locale: told.locale }
  return { ...bodiesOf(letter), to: told.to, unsubscribeUrl: null }
}

export type PostMail = ReturnType<typeof handleIdentityMail>

/** Says who writes the mails about addresses; before the jobs start. */
export const handleIdentityMail = (deps: IdentityDeps) =>
  handleMail(deps.postOffice, {
    name: 'identity.mail',
    about,
    compose: async (told) =>
      told.why === 'confirm' ? composeConfirm(deps, told.requestId) : composeChanged(deps, told),
  })

export const readMail = async (
  deps: IdentityDeps,
  handle: Queryable,
  personId: PersonId,
): Promise<OwnMail> => {
  const [box] = await findMailBoxes(handle, [personId])
  const claim = await findClaim(handle, personId, deps.clock.now())
  const pending = claim ? { address: claim.address, expiresAt: claim.expiresAt.toISOString() } : null
  return { address: box?.address ?? null, pending, leaves: deps.postOffice.mailer.leaves }
}

const claim = async (
  deps: IdentityDeps,
  tx: Tx,
  wish: MailBox & { personId: PersonId; post: PostMail },
): Promise<void> => {
  const { personId, address, locale, post } = wish
  const now = deps.clock.now()
  const since = new Date(now.getTime() - claimWindowMs)
  const open = await findClaim(tx, personId, now)
  const verdict = judgeClaim({
    byPerson: await countRequests(tx, { personId }, since),
    toAddress: await countRequests(tx, { address }, since),
    sinceSameMs: open?.address === address ? now.getTime() - open.requestedAt.getTime() : null,
  })
  if (verdict === 'repeated') return
  if (verdict === 'refuse') throw new AppError('too_many_attempts')
  await endClaims(tx, personId, now)
  const request = { requestId: deps.ids.uuid(), personId, address, locale, requestedAt: now }
  await insertRequest(tx, { ...request, expiresAt: new Date(now.getTime() + claimMs) })
  const { requestId } = request
  if (verdict === 'send') await post(tx, { mailId: requestId, about: { why: 'confirm', requestId } })
}

/** Claims an address. Said twice it is one message. */
export const setMail = (
  deps: IdentityDeps,
  post: PostMail,
  wish: { personId: PersonId; address: string; locale: MailLocale },
): Promise<OwnMail> =>
  deps.db.transaction(async (tx) => {
    const { personId, locale } = wish
    // Capital letters are the same box everywhere in practice, and must be no way around the limit.
    const address = wish.address.toLowerCase()
    if (!isPlainAddress(address)) throw new AppError('invalid_request')
    await lockSubject(tx, `mail:${personId}`)
    await lockSubject(tx, `mail-to:${address}`)
    const [known] = await findMailBoxes(tx, [personId])
    if (known?.address === address) {
      await saveMailLocale(tx, personId, locale)
      await endClaims(tx, personId, deps.clock.now())
    } else await claim(deps, tx, { personId, address, locale, post })
    return readMail(deps, tx, personId)
  })

/** Whoever read mail there until now hears that it ends: it may not have been their wish. */
const tellFormer = async (
  deps: IdentityDeps,
  tx: Tx,
  former: MailBox & { personId: PersonId; post: PostMail },
): Promise<void> => {
  const handle = await nameOf(tx, former.personId)
  const told = { why: 'changed' as const, handle, to: former.address, locale: former.locale }
  await former.post(tx, { mailId: deps.ids.uuid(), about: told })
}

/** Whoever holds the secret reads mail at that address, signed in or not. */
export const confirmMail = (deps: IdentityDeps, post: PostMail, token: string): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const request = await useRequest(tx, hashToken(token), at)
    if (!request) throw new AppError('mail_link_invalid')
    const { personId, address, locale } = request
    const [former] = await findMailBoxes(tx, [personId])
    await saveMailBox(tx, personId, { address, locale, at })
    if (former && former.address !== address) await tellFormer(deps, tx, { ...former, personId, post })
  })

export const removeMail = (deps: IdentityDeps, post: PostMail, personId: PersonId): Promise<OwnMail> =>
  deps.db.transaction(async (tx) => {
    await lockSubject(tx, `mail:${personId}`)
    await endClaims(tx, personId, deps.clock.now())
    const former = await deleteMailBox(tx, personId)
    if (former) await tellFormer(deps, tx, { ...former, personId, post })
    return readMail(deps, tx, personId)
  })
