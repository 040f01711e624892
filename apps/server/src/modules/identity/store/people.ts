import type { PersonId, Role } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { IdentityTables } from './tables.ts'

export interface Person {
  readonly personId: PersonId
  readonly handle: string
  readonly displayName: string
  readonly role: Role
  readonly createdAt: Date
  /** The name of their picture. */
  readonly picture: string | null
}

const columns = [
  'person_id as personId',
  'handle',
  'display_name as displayName',
  'role',
  'created_at as createdAt',
  'picture',
] as const

export const findByHandle = (handle: Queryable, name: string): Promise<Person | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(columns)
    .where('handle', '=', name)
    .executeTakeFirst()

export const findWithPassword = (
  handle: Queryable,
  name: string,
): Promise<(Person & { passwordHash: string | null }) | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select([...columns, 'password_hash as passwordHash'])
    .where('handle', '=', name)
    .executeTakeFirst()

/** At most `ids.length` rows, in no order. */
export const findPeople = (handle: Queryable, ids: readonly PersonId[]): Promise<Person[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(columns)
    .where('person_id', 'in', ids)
    .execute()

export const findPerson = async (handle: Queryable, personId: PersonId): Promise<Person | undefined> =>
  (await findPeople(handle, [personId]))[0]

/** When these people were born, and since when they have an account. */
export const findAges = (
  handle: Queryable,
  ids: readonly PersonId[],
): Promise<{ personId: PersonId; birthDate: string; joinedAt: Date }[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(['person_id as personId', 'birth_date as birthDate', 'created_at as joinedAt'])
    .where('person_id', 'in', ids)
    .execute()

/** Handles that exist among the given ones (at most as many rows). */
export const findHandles = (handle: Queryable, names: readonly string[]): Promise<Person[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(columns)
    .where('handle', 'in', names)
    .execute()

/** Whether anybody has an account to sign in to; residents of the demo do not count. */
export const anyAccount = async (handle: Queryable): Promise<boolean> => {
  const row = await within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select('person_id')
    .where('password_hash', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Who runs the instance, the first first. */
export const listOperators = (handle: Queryable): Promise<Person[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(columns)
    .where('role', '=', 'operator')
    .orderBy('created_at')
    .limit(50)
    .execute()

/** Makes concurrent sign-ups wait for one another, so that exactly one becomes the first. */
export const lockSignUps = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7305144301)`.execute(within<IdentityTables>(tx))
}

/** Makes concurrent changes of roles wait for one another. */
export const lockRoles = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7305144302)`.execute(within<IdentityTables>(tx))
}

export interface NewPerson extends Person {
  readonly birthDate: string
  readonly passwordHash: string | null
}

/** Inserts the person; false when the handle is taken. */
export const insertPerson = async (tx: Tx, person: NewPerson): Promise<boolean> => {
  const inserted = await within<IdentityTables>(tx)
    .insertInto('identity.person')
    .values({
      person_id: person.personId,
      handle: person.handle,
      display_name: person.displayName,
      birth_date: person.birthDate,
      password_hash: person.passwordHash,
      role: person.role,
      created_at: person.createdAt,
      ...{ suspended_until: null, suspension_reason: null },
    })
    .onConflict((conflict) => conflict.column('handle').doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** What a person says of themselves. */
export const findSelf = (
  handle: Queryable,
  personId: PersonId,
): Promise<{ bio: string; link: string | null } | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(['bio', 'link'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

export interface SelfChange {
  readonly displayName?: string | undefined
  readonly bio?: string | undefined
  readonly link?: string | null | undefined
}

/** Whether anything is another one now. */
export const updateSelf = async (tx: Tx, personId: PersonId, change: SelfChange): Promise<boolean> => {
  const { displayName: display_name, bio, link } = change
  const set = Object.fromEntries(
    Object.entries({ display_name, bio, link }).filter(([, value]) => value !== undefined),
  )
  if (Object.keys(set).length === 0) return false
  const row = await within<IdentityTables>(tx)
    .updateTable('identity.person')
    .set(set)
    .where('person_id', '=', personId)
    .where(({ or }) =>
      or(
        Object.entries(set).map(
          ([column, value]) => sql<boolean>`${sql.ref(column)} is distinct from ${value}`,
        ),
      ),
    )
    .returning('person_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Sets the name of a person's picture and tells the one before. */
export const swapPicture = async (
  tx: Tx,
  personId: PersonId,
  picture: string | null,
): Promise<string | null> => {
  const before = await within<IdentityTables>(tx)
    .selectFrom('identity.person')
    .select('picture')
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
  await within<IdentityTables>(tx)
    .updateTable('identity.person')
    .set({ picture })
    .where('person_id', '=', personId)
    .execute()
  return before?.picture ?? null
}

export const updateRole = async (tx: Tx, personId: PersonId, role: Role): Promise<void> => {
  await within<IdentityTables>(tx)
    .updateTable('identity.person')
    .set({ role })
    .where('person_id', '=', personId)
    .execute()
}

/** Ids of people after this one, in their order. */
export const listPeople = async (
  handle: Queryable,
  page: { readonly after: PersonId | null; readonly limit: number },
): Promise<PersonId[]> => {
  let query = within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select('person_id as personId')
    .orderBy('person_id')
    .limit(page.limit)
  if (page.after !== null) query = query.where('person_id', '>', page.after)
  return (await query.execute()).map(({ personId }) => personId)
}
