import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, within } from '#platform/postgres'

/** People with a session each; a token is `seat-<number>`, which nobody would guess only in a measurement. */
export const tokenOf = (number: number): string => `seat-${number}`
export const handleOf = (number: number): string => `seat${number}`

/** Makes so many people who are signed in, without a password. For measurements. */
export const seedPeople = async (database: Database, count: number, at: Date): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const tables = within(database.pool)
  await sql`insert into identity.person (person_id, handle, display_name, birth_date, role, created_at)
    select gen_random_uuid(), 'seat' || number, 'Seat ' || number, '1990-01-01', 'person', ${at}
    from unnest(${numbers}::int[]) as number`.execute(tables)
  const hashes = numbers.map((number) => createHash('sha256').update(tokenOf(number)).digest('hex'))
  const until = new Date(at.getTime() + 86_400_000)
  await sql`insert into identity.session (token_hash, session_id, person_id, created_at, expires_at)
    select decode(told.hash, 'hex'), gen_random_uuid(), person.person_id, ${at}, ${until}
    from unnest(${numbers}::int[], ${hashes}::text[]) as told (number, hash)
    join identity.person as person on person.handle = 'seat' || told.number`.execute(tables)
}
