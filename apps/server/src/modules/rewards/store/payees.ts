import type { PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface Payee {
  readonly country: string
  readonly taxForm: 'w9' | 'w8ben' | 'dac7' | 'other' | null
  readonly taxCountry: string | null
  readonly taxFormAt: Date | null
}

export const findPayee = (handle: Queryable, personId: PersonId): Promise<Payee | undefined> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.payee')
    .select(['country', 'tax_form as taxForm', 'tax_country as taxCountry', 'tax_form_at as taxFormAt'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

/** The country stays as it was first said: the provider's checks are of it. */
export const insertPayee = async (
  tx: Tx,
  row: { readonly personId: PersonId; readonly country: string; readonly at: Date },
): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.payee')
    .values({
      person_id: row.personId,
      country: row.country,
      tax_form: null,
      tax_country: null,
      tax_number_hash: null,
      tax_number_last: null,
      tax_form_at: null,
      changed_at: row.at,
    })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute()
}

export interface TaxForm {
  readonly personId: PersonId
  readonly form: 'w9' | 'w8ben' | 'dac7' | 'other'
  readonly country: string
  readonly numberHash: string
  readonly numberLast: string
  readonly at: Date
}

export const saveTaxForm = async (tx: Tx, form: TaxForm): Promise<void> => {
  const values = {
    tax_form: form.form,
    tax_country: form.country,
    tax_number_hash: form.numberHash,
    tax_number_last: form.numberLast,
    tax_form_at: form.at,
    changed_at: form.at,
  }
  await within<RewardsTables>(tx)
    .insertInto('rewards.payee')
    .values({ person_id: form.personId, country: form.country, ...values })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute()
}
