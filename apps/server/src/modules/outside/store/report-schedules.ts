import type { ClientId, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import { unfinishedStates } from './imports.ts'
import type { OutsideTables } from './tables.ts'

/** Which reports of a client make themselves. */
export interface ScheduleRow {
  readonly clientId: ClientId
  readonly every: 'week' | 'month'
  /** The first day of the period that comes next. */
  readonly nextFrom: string
}

const columns = ['client_id as clientId', 'every', 'next_from as nextFrom'] as const

export const findSchedule = (handle: Queryable, clientId: ClientId): Promise<ScheduleRow | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.report_schedule')
    .select(columns)
    .where('client_id', '=', clientId)
    .executeTakeFirst()

export const saveSchedule = async (
  tx: Tx,
  schedule: ScheduleRow & { readonly by: PersonId; readonly at: Date },
): Promise<void> => {
  const row = {
    every: schedule.every,
    next_from: schedule.nextFrom,
    set_by: schedule.by,
    set_at: schedule.at,
  }
  await within<OutsideTables>(tx)
    .insertInto('outside.report_schedule')
    .values({ client_id: schedule.clientId, ...row })
    .onConflict((conflict) => conflict.column('client_id').doUpdateSet(row))
    .execute()
}

export const deleteSchedule = async (tx: Tx, clientId: ClientId): Promise<void> => {
  await within<OutsideTables>(tx)
    .deleteFrom('outside.report_schedule')
    .where('client_id', '=', clientId)
    .execute()
}

/** Goes on to the next period; false when somebody else went on or changed the schedule meanwhile. */
export const advanceSchedule = async (
  tx: Tx,
  { clientId, every, nextFrom }: ScheduleRow,
  to: string,
): Promise<boolean> => {
  const done = await within<OutsideTables>(tx)
    .updateTable('outside.report_schedule')
    .set({ next_from: to })
    .where('client_id', '=', clientId)
    .where('every', '=', every)
    .where('next_from', '=', nextFrom)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

const atOnce = 500

/** Schedules of clients that are not put away, in pages. */
export const listSchedules = (
  handle: Queryable,
  after: ClientId | null,
): Promise<(ScheduleRow & { timeZone: string })[]> => {
  const query = within<OutsideTables>(handle)
    .selectFrom('outside.report_schedule as schedule')
    .innerJoin('outside.client as client', 'client.client_id', 'schedule.client_id')
    .select([
      'schedule.client_id as clientId',
      'schedule.every',
      'schedule.next_from as nextFrom',
      'client.time_zone as timeZone',
    ])
    .where('client.archived_at', 'is', null)
    .orderBy('schedule.client_id')
    .limit(atOnce)
  return (after === null ? query : query.where('schedule.client_id', '>', after)).execute()
}

/** Whether no import of a client is on its way, and every one that counts was settled. */
export const isQuiet = async (handle: Queryable, clientId: ClientId): Promise<boolean> => {
  const row = await within<OutsideTables>(handle)
    .selectFrom('outside.import')
    .select('import_id')
    .where('client_id', '=', clientId)
    .where(({ eb, or, and }) =>
      or([
        eb('state', 'in', unfinishedStates),
        and([eb('state', '=', 'done'), eb('repeats', 'is', null), eb('lines_new', 'is', null)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row === undefined
}
