import type { PersonId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface StatementRow {
  readonly periodId: string
  readonly personId: PersonId
  readonly currency: Currency
  readonly amountMicro: bigint
  readonly finalMicro: bigint | null
  readonly views: bigint
  readonly qualifiedViews: bigint
}

export interface NewStatement extends Omit<StatementRow, 'finalMicro'> {
  readonly document: string
}

export const insertStatements = async (tx: Tx, rows: readonly NewStatement[]): Promise<void> => {
  if (rows.length === 0) return
  await within<RewardsTables>(tx)
    .insertInto('rewards.statement')
    .values(
      rows.map((row) => ({
        period_id: row.periodId,
        person_id: row.personId,
        currency: row.currency,
        amount_micro: row.amountMicro,
        views: row.views,
        qualified_views: row.qualifiedViews,
        document: row.document,
      })),
    )
    .execute()
}

export interface FinalStatement {
  readonly periodId: string
  readonly personId: PersonId
  readonly finalMicro: bigint
  readonly document: string
}

export const finaliseStatement = async (tx: Tx, row: FinalStatement): Promise<void> => {
  await within<RewardsTables>(tx)
    .updateTable('rewards.statement')
    .set({ final_micro: row.finalMicro, final_document: row.document })
    .where('person_id', '=', row.personId)
    .where('period_id', '=', row.periodId)
    .execute()
}

const select = (handle: Queryable) =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.statement')
    .select([
      'period_id as periodId',
      'person_id as personId',
      'currency',
      'amount_micro as amountMicro',
      'final_micro as finalMicro',
      'views',
      'qualified_views as qualifiedViews',
    ])

/** Newest first, at most 120; their days are of their periods. */
export const listStatements = (handle: Queryable, personId: PersonId): Promise<StatementRow[]> =>
  select(handle).where('person_id', '=', personId).orderBy('period_id', 'desc').limit(120).execute()

/** With the document that counts: the final one when there is one. */
export const findStatement = (
  handle: Queryable,
  personId: PersonId,
  periodId: string,
): Promise<(StatementRow & { readonly document: string }) | undefined> =>
  select(handle)
    .select(sql<string>`coalesce(final_document, document)`.as('document'))
    .where('person_id', '=', personId)
    .where('period_id', '=', periodId)
    .executeTakeFirst()

/** What periods that are not final yet credited a person, by the day on which it becomes available. */
export const pendingOfFund = async (
  handle: Queryable,
  personId: PersonId,
  currency: Currency,
): Promise<{ day: string; amountMicro: bigint }[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.statement as statement')
    .innerJoin('rewards.period as period', 'period.period_id', 'statement.period_id')
    .select(['period.final_on as day', 'statement.amount_micro as amountMicro'])
    .where('statement.person_id', '=', personId)
    .where('statement.currency', '=', currency)
    .where('statement.amount_micro', '>', 0n)
    .where('period.state', '=', 'closed')
    .orderBy('period.final_on')
    .execute()

/** What periods that were closed in a time credited a person, and what of their videos' part went to holders of rights. */
export interface FundEarned {
  readonly currency: Currency
  readonly rightsMicro: bigint
  /** Of periods that are not final. */
  readonly pendingMicro: bigint
}

export const fundBetween = async (
  handle: Queryable,
  personId: PersonId,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<FundEarned[]> => {
  const { rows } = await sql<FundEarned>`
    select statement.currency,
      -- The part of a creator in what music took is their part in what creators got.
      coalesce(sum(div(period.rights_micro::numeric * statement.amount_micro,
        nullif(period.creators_micro, 0))), 0)::bigint as "rightsMicro",
      coalesce(sum(statement.amount_micro) filter (where period.state = 'closed'), 0)::bigint as "pendingMicro"
    from rewards.statement as statement join rewards.period as period using (period_id)
    where statement.person_id = ${personId} and period.closed_at >= ${from} and period.closed_at < ${until}
    group by statement.currency`.execute(within<RewardsTables>(handle))
  return rows
}

/** Of each closed period: what its statements say now, and what went to holders of rights. */
export const paidByPeriod = async (
  handle: Queryable,
): Promise<{ periodId: string; paidMicro: bigint; rightsMicro: bigint }[]> => {
  const { rows } = await sql<{ periodId: string; paidMicro: bigint; rightsMicro: bigint }>`
    select p.period_id as "periodId", coalesce(p.rights_micro, 0) as "rightsMicro",
      coalesce(sum(coalesce(s.final_micro, s.amount_micro)), 0)::bigint as "paidMicro"
    from rewards.period p left join rewards.statement s on s.period_id = p.period_id
    where p.state in ('closed', 'final')
    group by p.period_id order by p.period_id`.execute(within<RewardsTables>(handle))
  return rows
}
