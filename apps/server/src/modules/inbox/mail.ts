import { personId as personIdSchema, softKind, type PersonId } from '@busker/contract'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import { bodiesOf, handleMail, type Composed, type Letter } from '#platform/mail'
import type { Tx } from '#platform/postgres'
import type { InboxMail, InboxParts } from './deps.ts'
import { readSettings } from './quiet.ts'
import { nextDigest, notQuietFrom } from './rules/digest.ts'
import {
  findDueDigests,
  findNotice,
  holdNotice,
  listForDigest,
  readDigestState,
  saveDigest,
  takeHeldNotices,
  unsubscribe,
  unsubscribeTokenOf,
  type DigestRow,
} from './store/mail.ts'
import { lockPerson } from './store/person.ts'
import { mailWords, placeOf, type MailWords } from './texts.ts'

const about = z.discriminatedUnion('why', [
  z.object({ why: z.literal('notice'), personId: personIdSchema, entryId: z.string() }),
  z.object({ why: z.literal('digest'), personId: personIdSchema, after: z.int(), upTo: z.int() }),
])
type About = z.infer<typeof about>

const mostLines = 10

type Content = Pick<Letter, 'subject' | 'link'> & Partial<Pick<Letter, 'lines'>> & { text: string }

const noticeContent = async (
  parts: InboxParts,
  words: MailWords,
  entryId: string,
): Promise<Content | null> => {
  const detail = await findNotice(parts.db.pool, entryId)
  if (detail === undefined) return null
  const browser = detail.of === 'sign_in' ? words.browser(detail.browser, detail.system) : ''
  const { subject, text, label } = words.notice(detail, browser)
  return { subject, text, link: { label, url: parts.linkBase + placeOf[detail.of] } }
}

const lineOf = (words: MailWords, row: DigestRow, name: string): string => {
  const soft = softKind.safeParse(row.kind)
  if (!soft.success) return row.detail === null ? '' : words.notice(row.detail, '').subject
  return words.lines[soft.data](words.names(name, Math.max(0, row.actors - 1)))
}

const digestContent = async (
  parts: InboxParts,
  words: MailWords,
  told: Extract<About, { why: 'digest' }>,
): Promise<Content | null> => {
  const { pool } = parts.db
  // What was looked at meanwhile is no news any more.
  const { rows, total } = await listForDigest(pool, { ...told, limit: mostLines })
  if (total === 0) return null
  const ids = rows.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]))
  const authors = await parts.identity.getAuthors(pool, ids)
  const nameOf = (id: PersonId | null) => (id === null ? '' : (authors.get(id)?.displayName ?? '…'))
  const lines = rows.map((row) => ({ text: lineOf(words, row, nameOf(row.actorId)), url: null }))
  const rest = total - rows.length
  return {
    ...{ subject: words.digestSubject(total, parts.instanceName), text: words.digestText(total) },
    lines: rest > 0 ? [...lines, { text: words.more(rest), url: null }] : lines,
    link: { label: words.open, url: `${parts.linkBase}/inbox` },
  }
}

/** Written when it leaves: never in the night, which may have come since it was posted, and not to somebody who wants no mail any more. */
const compose = async (parts: InboxParts, told: About): Promise<Composed> => {
  const { pool } = parts.db
  const { personId } = told
  const [box, me] = await Promise.all([
    parts.identity.mailBoxesOf(pool, [personId]),
    parts.identity.getAuthors(pool, [personId]),
  ])
  const [to, person] = [box.get(personId), me.get(personId)]
  const settings = await readSettings(parts, pool, personId)
  const isWanted = told.why === 'notice' ? settings.mail !== 'off' : settings.mail === 'daily'
  if (to === undefined || person === undefined || !isWanted) return null
  const now = parts.clock.now()
  const notBefore = notQuietFrom(now, settings.quiet, settings.timeZone ?? 'UTC')
  if (notBefore > now) return { notBefore }

  const words = mailWords[to.locale]
  const content = await (told.why === 'notice'
    ? noticeContent(parts, words, told.entryId)
    : digestContent(parts, words, told))
  if (content === null) return null
  const token = await unsubscribeTokenOf(pool, personId, parts.ids.token())
  const { text, ...rest } = content
  const letter: Letter = {
    ...{ ...rest, locale: to.locale, paragraphs: [words.greeting(person.displayName), text] },
    footer: [
      { text: words.why(person.handle, parts.instanceName), url: null },
      { text: words.settings, url: `${parts.linkBase}/settings/notifications` },
      { text: words.unsubscribe, url: `${parts.linkBase}/mail/off#${token}` },
    ],
  }
  const unsubscribeUrl = `${parts.linkBase}/v1/mail/unsubscribe/${token}`
  return { ...bodiesOf(letter), to: to.address, unsubscribeUrl }
}

/** Says who writes the mails of inboxes; before the jobs start. */
export const handleInboxMail = (parts: InboxParts): InboxMail => {
  const post = handleMail(parts.postOffice, {
    name: 'inbox.mail',
    about,
    compose: (told) => compose(parts, told),
  })
  return {
    postNotice: async (tx, { personId, entryId }) => {
      const { mail, quiet, timeZone } = await readSettings(parts, tx, personId)
      if (mail === 'off') return
      const now = parts.clock.now()
      const dueAt = notQuietFrom(now, quiet, timeZone ?? 'UTC')
      if (dueAt > now) await holdNotice(tx, entryId, dueAt)
      else await post(tx, { mailId: entryId, about: { why: 'notice', personId, entryId } })
    },
    postDigest: (tx, { personId, after, upTo }) =>
      post(tx, { mailId: `${personId}-${upTo}`, about: { why: 'digest', personId, after, upTo } }),
  }
}

type Deps = InboxParts & { readonly mail: InboxMail }

const digest = async (deps: Deps, tx: Tx, personId: PersonId): Promise<void> => {
  await lockPerson(tx, personId)
  const now = deps.clock.now()
  const { mail, version, toldVersion, dueAt } = await readDigestState(tx, personId)
  // Somebody chose otherwise, or another process was faster.
  if (mail !== 'daily' || dueAt === null || dueAt > now) return
  const { quiet, timeZone } = await readSettings(deps, tx, personId)
  await saveDigest(tx, personId, {
    toldVersion: version,
    dueAt: nextDigest(now, quiet, timeZone ?? 'UTC'),
  })
  if (version > toldVersion) await deps.mail.postDigest(tx, { personId, after: toldVersion, upTo: version })
}

const mostDigests = 200

/** What came in the night, now that it is over: one transaction, so nothing is lost and nothing leaves twice. */
const sendHeld = (deps: Deps): Promise<number> =>
  deps.db.transaction(async (tx) => {
    const held = await takeHeldNotices(tx, deps.clock.now(), mostDigests)
    for (const notice of held) await deps.mail.postNotice(tx, notice)
    return held.length
  })

/** What waited for the morning, and the digests whose time has come, each with its next time in one transaction: a crash neither loses nor repeats one. */
export const sendDigests = async (deps: Deps): Promise<{ pauseMs: number } | void> => {
  const held = await sendHeld(deps)
  const due = await findDueDigests(deps.db.pool, deps.clock.now(), mostDigests)
  for (const { personId } of due) await deps.db.transaction((tx) => digest(deps, tx, personId))
  return Math.max(held, due.length) === mostDigests ? { pauseMs: 0 } : undefined
}

/** Whoever got a mail ends them, signed in or not. Again it is the same. */
export const endMail = async (deps: Deps, token: string): Promise<void> => {
  if (!(await unsubscribe(deps.db.pool, token))) throw new AppError('not_found')
}
