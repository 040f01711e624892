import type { Author, Family, FamilyNews, FamilyRules, PersonId } from '@busker/contract'
import { sha256 } from '#platform/digest'
import { AppError } from '#platform/errors'
import type { Queryable, Tx } from '#platform/postgres'
import { mayEnd, maySetRules, roleAt } from './policy.ts'
import { presentFamily } from './present.ts'
import {
  codeFrom,
  codeKeptMs,
  meantCode,
  mostParents,
  mostTeens,
  mostTries,
  windowOf,
} from './rules/family.ts'
import { mayChoose, termsFor } from './rules/limit.ts'
import { daysOfTeens } from './store/days.ts'
import {
  codeEnd,
  countTry,
  deleteLink,
  findCode,
  findLink,
  insertLink,
  linksOf,
  rulesFor,
  saveCode,
  saveRules,
  takeCode,
  type Link,
} from './store/family.ts'
import { lockTime, readChoices } from './store/limits.ts'
import { openDay, yearsOf, type Asked, type WellbeingDeps } from './watch-time.ts'

/** What a person sees of their family. Eight reads at most, however many they are. */
export const getFamily = async (
  deps: WellbeingDeps,
  handle: Queryable,
  personId: PersonId,
): Promise<Family> => {
  const now = deps.clock.now()
  const links = await linksOf(handle, personId)
  const others = links.map((link) => (link.teenId === personId ? link.parentId : link.teenId))
  const years = await yearsOf(deps, handle, [personId, ...others])
  const role = roleAt(years.get(personId))
  const authors = await deps.identity.getAuthors(handle, others)
  const expiresAt = role === 'teen' ? await codeEnd(handle, personId, now) : null
  const isParent = role === 'parent' && links.length > 0
  return presentFamily({
    ...{ personId, role, links, years, authors, codeEndsAt: expiresAt },
    days: isParent ? await daysOfTeens(handle, personId, now) : [],
    rules: isParent ? await rulesFor(handle, others) : [],
    choices: isParent ? await readChoices(handle, others) : new Map(),
  })
}

const tell = async (
  deps: WellbeingDeps,
  tx: Tx,
  told: { link: Link; to: PersonId; what: FamilyNews['what']; rules: FamilyRules | null },
): Promise<void> => {
  const { link, to, what, rules } = told
  const from = to === link.teenId ? link.parentId : link.teenId
  const author = (await deps.identity.getAuthors(tx, [from])).get(from)
  if (author === undefined) return
  const by = from === link.parentId ? ('parent' as const) : ('teen' as const)
  await deps.bus.emit(tx, 'wellbeing.family', {
    ...{ newsId: deps.ids.uuid(), personId: to, at: deps.clock.now().toISOString() },
    news: { what, by, name: author.displayName, rules },
  })
}

/** A code for a parent. Their day is begun to be counted, so that there is something to see from the first day on. */
export const makeCode = (deps: WellbeingDeps, asked: Asked): Promise<{ code: string; expiresAt: string }> =>
  deps.db.transaction(async (tx) => {
    const { personId: teenId } = asked
    await lockTime(tx, teenId)
    const years = (await yearsOf(deps, tx, [teenId])).get(teenId)
    if (roleAt(years) !== 'teen') throw new AppError('only_minors_invite')
    if ((await linksOf(tx, teenId)).length >= mostParents) throw new AppError('list_full')
    await openDay(deps, tx, asked)
    const code = codeFrom(deps.ids.token())
    const expiresAt = new Date(deps.clock.nowMs() + codeKeptMs)
    await saveCode(tx, { teenId, hash: sha256(code), expiresAt })
    return { code, expiresAt: expiresAt.toISOString() }
  })

/** Whose code it is. Each try counts, before anything is looked at: many at once are not one. */
const ownerOf = async (deps: WellbeingDeps, parentId: PersonId, typed: string): Promise<PersonId> => {
  const { pool } = deps.db
  if ((await countTry(pool, parentId, windowOf(deps.clock.nowMs()))) > mostTries)
    throw new AppError('too_many_attempts')
  const teenId = await findCode(pool, sha256(meantCode(typed)), deps.clock.now())
  if (teenId === null) throw new AppError('family_code_invalid')
  const years = await yearsOf(deps, pool, [teenId])
  const viewer = { kind: 'person' as const, personId: parentId, role: 'person' as const, sessionId: '' }
  // A code gets nobody past a block, and says nothing of it. A link that there is already does not end by one: a block is
  // secret and takes no rule away, while ending the link is open to both at any time and told.
  const standing = await deps.social.standingOf(pool, teenId, viewer)
  if (standing === null || roleAt(years.get(teenId)) !== 'teen') throw new AppError('family_code_invalid')
  return teenId
}

const demandAdult = async (deps: WellbeingDeps, personId: PersonId): Promise<void> => {
  const years = (await yearsOf(deps, deps.db.pool, [personId])).get(personId)
  if (roleAt(years) !== 'parent') throw new AppError('only_adults_link')
}

export const readCode = async (
  deps: WellbeingDeps,
  parentId: PersonId,
  typed: string,
): Promise<{ person: Author }> => {
  await demandAdult(deps, parentId)
  const teenId = await ownerOf(deps, parentId, typed)
  const person = (await deps.identity.getAuthors(deps.db.pool, [teenId])).get(teenId)
  if (person === undefined) throw new AppError('family_code_invalid')
  return { person }
}

/** Whether this very link was made before: then its answer was lost, and it is given again. */
const isRepeated = async (
  deps: WellbeingDeps,
  asked: { parentId: PersonId; linkId: string },
): Promise<boolean> => {
  const known = await findLink(deps.db.pool, asked.linkId)
  if (known !== null && known.parentId !== asked.parentId) throw new AppError('key_reused')
  return known !== null
}

export const beginLink = async (
  deps: WellbeingDeps,
  asked: { parentId: PersonId; linkId: string; code: string },
): Promise<Family> => {
  const { parentId, linkId, code } = asked
  await demandAdult(deps, parentId)
  if (await isRepeated(deps, asked)) return getFamily(deps, deps.db.pool, parentId)
  const teenId = await ownerOf(deps, parentId, code)
  return deps.db.transaction(async (tx) => {
    // Teens first, everywhere: nobody is both, so nobody waits for one another in a circle.
    await lockTime(tx, teenId)
    await lockTime(tx, parentId)
    // The same request twice at once: the first one made it while this one waited.
    if ((await findLink(tx, linkId))?.parentId === parentId) return getFamily(deps, tx, parentId)
    if (!(await takeCode(tx, sha256(meantCode(code))))) throw new AppError('family_code_invalid')
    const [ofTeen, ofParent] = [await linksOf(tx, teenId), await linksOf(tx, parentId)]
    if (ofTeen.some((link) => link.parentId === parentId)) throw new AppError('already_linked')
    // Those who have grown up are not shown, so they must not fill the list either.
    const years = await yearsOf(
      deps,
      tx,
      ofParent.map((link) => link.teenId),
    )
    const teens = ofParent.filter((link) => roleAt(years.get(link.teenId)) === 'teen')
    if (ofTeen.length >= mostParents || teens.length >= mostTeens) throw new AppError('list_full')
    const rules = { minutes: null, extensions: true }
    const link = { linkId, teenId, parentId, since: deps.clock.now(), ...rules }
    await insertLink(tx, link)
    await tell(deps, tx, { link, to: teenId, what: 'began', rules })
    return getFamily(deps, tx, parentId)
  })
}

export const setRules = (
  deps: WellbeingDeps,
  asked: { parentId: PersonId; linkId: string },
  rules: FamilyRules,
): Promise<Family> =>
  deps.db.transaction(async (tx) => {
    const seen = await findLink(tx, asked.linkId)
    if (seen === null) throw new AppError('not_found')
    await lockTime(tx, seen.teenId)
    // It may have ended while this waited.
    const link = await findLink(tx, asked.linkId)
    const years = (await yearsOf(deps, tx, [seen.teenId])).get(seen.teenId)
    if (link === null || !maySetRules(link, asked.parentId, years)) throw new AppError('not_found')
    if (rules.minutes !== null && !mayChoose(termsFor(years ?? 0), rules.minutes))
      throw new AppError('limit_by_age')
    if (rules.minutes !== link.minutes || rules.extensions !== link.extensions) {
      await saveRules(tx, link.linkId, rules)
      await tell(deps, tx, { link, to: link.teenId, what: 'changed', rules })
    }
    return getFamily(deps, tx, asked.parentId)
  })

/** Ends a link. One that there is not, or not of this person, is none to end: repeated it is the same. */
export const endLink = (
  deps: WellbeingDeps,
  asked: { personId: PersonId; linkId: string },
): Promise<Family> =>
  deps.db.transaction(async (tx) => {
    const { personId, linkId } = asked
    const seen = await findLink(tx, linkId)
    if (seen !== null && mayEnd(seen, personId)) {
      await lockTime(tx, seen.teenId)
      const link = await findLink(tx, linkId)
      if (link !== null) {
        await deleteLink(tx, link)
        const to = personId === link.teenId ? link.parentId : link.teenId
        await tell(deps, tx, { link, to, what: 'ended', rules: null })
      }
    }
    return getFamily(deps, tx, personId)
  })
