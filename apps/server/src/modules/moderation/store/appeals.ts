import type { PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ModerationTables } from './tables.ts'

export interface AppealRow {
  readonly appealId: string
  readonly decisionId: string
  readonly decisionBy: PersonId | null
  readonly personId: PersonId
  readonly text: string
  readonly createdAt: Date
  readonly outcome: 'upheld' | 'overturned' | null
  readonly ruledBy: PersonId | null
  readonly ruledAt: Date | null
  readonly answer: string | null
  readonly samePerson: boolean
}

const columns = [
  'appeal_id as appealId',
  'decision_id as decisionId',
  'decision_by as decisionBy',
  'person_id as personId',
  'text',
  'created_at as createdAt',
  'outcome',
  'ruled_by as ruledBy',
  'ruled_at as ruledAt',
  'answer',
  'same_person as samePerson',
] as const

const table = 'moderation.appeal'

/** False: there is one about this decision already. */
export const insertAppeal = async (
  tx: Tx,
  appeal: Pick<AppealRow, 'appealId' | 'decisionId' | 'decisionBy' | 'personId' | 'text' | 'createdAt'>,
): Promise<boolean> => {
  const row = await within<ModerationTables>(tx)
    .insertInto(table)
    .values({
      appeal_id: appeal.appealId,
      decision_id: appeal.decisionId,
      decision_by: appeal.decisionBy,
      person_id: appeal.personId,
      text: appeal.text,
      created_at: appeal.createdAt,
      ...{ outcome: null, ruled_by: null, ruled_at: null, answer: null, same_person: false },
    })
    .onConflict((conflict) => conflict.column('decision_id').doNothing())
    .returning('appeal_id')
    .executeTakeFirst()
  return row !== undefined
}

/** At most one for each decision. */
export const appealsAgainst = async (
  handle: Queryable,
  decisionIds: readonly string[],
): Promise<Map<string, AppealRow>> => {
  if (decisionIds.length === 0) return new Map()
  const rows = await within<ModerationTables>(handle)
    .selectFrom(table)
    .select(columns)
    .where('decision_id', 'in', decisionIds)
    .execute()
  return new Map(rows.map((row) => [row.decisionId, row]))
}

/** Those that wait, oldest first; those that are decided, newest first. */
export const listAppeals = (
  handle: Queryable,
  page: { state: 'open' | 'closed'; after?: string | undefined; limit: number },
): Promise<AppealRow[]> => {
  const isOpen = page.state === 'open'
  let query = within<ModerationTables>(handle)
    .selectFrom(table)
    .select(columns)
    .where('outcome', isOpen ? 'is' : 'is not', null)
    .orderBy('appeal_id', isOpen ? 'asc' : 'desc')
    .limit(page.limit)
  if (page.after !== undefined) query = query.where('appeal_id', isOpen ? '>' : '<', page.after)
  return query.execute()
}

export const lockAppeal = (tx: Tx, appealId: string): Promise<AppealRow | undefined> =>
  within<ModerationTables>(tx)
    .selectFrom(table)
    .select(columns)
    .where('appeal_id', '=', appealId)
    .forUpdate()
    .executeTakeFirst()

export const saveRuling = async (
  tx: Tx,
  appealId: string,
  ruling: {
    outcome: 'upheld' | 'overturned'
    by: PersonId
    at: Date
    text: string
    samePerson: boolean
  },
): Promise<void> => {
  await within<ModerationTables>(tx)
    .updateTable(table)
    .set({
      ...{ outcome: ruling.outcome, ruled_by: ruling.by, ruled_at: ruling.at },
      ...{ answer: ruling.text, same_person: ruling.samePerson },
    })
    .where('appeal_id', '=', appealId)
    .execute()
}
