import type { PersonId } from '@busker/contract'

const ofAge = 18

/** Who is what in a family, by age; null: nobody knows the age, and who may be a child can be no parent. */
export const roleAt = (years: number | undefined): 'teen' | 'parent' | null =>
  years === undefined ? null : years < ofAge ? 'teen' : 'parent'

interface Pair {
  readonly teenId: PersonId
  readonly parentId: PersonId
}

/** Either of the two may end a link at any time. */
export const mayEnd = (pair: Pair, personId: PersonId): boolean =>
  pair.parentId === personId || pair.teenId === personId

/** Only the parent sets rules, and only as long as the teen is one. */
export const maySetRules = (pair: Pair, personId: PersonId, teenYears: number | undefined): boolean =>
  pair.parentId === personId && roleAt(teenYears) === 'teen'
