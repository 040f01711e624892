import type { Author, Family, PersonId } from '@busker/contract'
import { roleAt } from './policy.ts'
import { underParents } from './rules/family.ts'
import { limitOf, termsFor } from './rules/limit.ts'
import type { WatchedDay } from './store/days.ts'
import type { Link } from './store/family.ts'

interface Known {
  readonly personId: PersonId
  readonly role: Family['role']
  readonly links: readonly Link[]
  readonly years: ReadonlyMap<PersonId, number>
  readonly authors: ReadonlyMap<PersonId, Author>
  readonly codeEndsAt: Date | null
  readonly days: readonly WatchedDay[]
  /** Links of the caller's teens, also with other parents. */
  readonly rules: readonly Link[]
  /** What teens chose for themselves; who chose nothing is absent. */
  readonly choices: ReadonlyMap<PersonId, number | null>
}

const shared = (link: Link, person: Author) => ({
  ...{ linkId: link.linkId, person, since: link.since.toISOString() },
  rules: { minutes: link.minutes, extensions: link.extensions },
})

const presentTeen = (known: Known, link: Link, person: Author): Family['teens'][number] => {
  const age = termsFor(known.years.get(link.teenId) ?? 0)
  const terms = underParents(
    age,
    known.rules.filter((rules) => rules.teenId === link.teenId),
  )
  const chosen = known.choices.get(link.teenId)
  return {
    ...shared(link, person),
    days: known.days
      .filter(({ teenId }) => teenId === link.teenId)
      .map(({ day, watchedMs }) => ({ day, watchedMs })),
    limitMinutes: limitOf(terms, chosen === undefined ? null : { minutes: chosen }),
    mostMinutes: age.mostMinutes ?? 0,
    mayExtend: age.extensions !== 0,
  }
}

/** What a person sees of their family: of a teen how long, never what. Whoever is of age is nobody's teen any more. */
export const presentFamily = (known: Known): Family => {
  const of = (link: Link): PersonId => (link.teenId === known.personId ? link.parentId : link.teenId)
  const linked = known.links.flatMap((link) => {
    const person = known.authors.get(of(link))
    return person === undefined ? [] : [{ link, person }]
  })
  const isTeen = ({ link }: { link: Link }) =>
    link.parentId === known.personId && roleAt(known.years.get(link.teenId)) === 'teen'
  return {
    role: known.role,
    code: known.codeEndsAt === null ? null : { expiresAt: known.codeEndsAt.toISOString() },
    parents:
      known.role === 'teen'
        ? linked
            .filter(({ link }) => link.teenId === known.personId)
            .map(({ link, person }) => shared(link, person))
        : [],
    teens:
      known.role === 'parent'
        ? linked.filter(isTeen).map(({ link, person }) => presentTeen(known, link, person))
        : [],
  }
}
