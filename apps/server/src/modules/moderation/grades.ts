import type { Grade, PersonId } from '@busker/contract'
import type { Queryable } from '#platform/postgres'
import { gradesOf, type Violation } from './rules/strikes.ts'
import { violationsOf } from './store/decisions.ts'

/** What the violations of these people count, by the id of the decision, in one read. */
export const gradesAbout = async (
  handle: Queryable,
  authorIds: readonly PersonId[],
): Promise<{ grades: ReadonlyMap<string, Grade>; violations: readonly Violation[] }> => {
  const violations = await violationsOf(handle, authorIds)
  const byPerson = Map.groupBy(violations, ({ authorId }) => authorId)
  return { violations, grades: new Map([...byPerson.values()].flatMap((own) => [...gradesOf(own)])) }
}
