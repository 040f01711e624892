/** One file with SQL for one of the engines. */
export interface Migration {
  /** The file name without `.sql`; unique in the whole program, and it sorts by the time in front. */
  readonly name: string
  readonly engine: 'postgres' | 'clickhouse'
  /** SHA-256 of the text, in hexadecimal. */
  readonly checksum: string
  readonly sql: string
}

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

export type MigrationPlan =
  | { readonly ok: true; readonly pending: readonly Migration[] }
  /** `edited`: the file changed after it was applied. `unknown`: applied by a program that has more migrations. */
  | { readonly ok: false; readonly reason: 'edited' | 'unknown' | 'duplicate'; readonly name: string }

const byName = (one: { name: string }, other: { name: string }): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0

/**
 * Decides what is still to be applied. A migration that is older than the newest applied one is pending as well:
 * two branches may have been merged in between.
 */
export const planMigrations = (
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): MigrationPlan => {
  const knownByName = new Map<string, Migration>()
  for (const migration of known) {
    if (knownByName.has(migration.name)) return { ok: false, reason: 'duplicate', name: migration.name }
    knownByName.set(migration.name, migration)
  }
  const done = new Set<string>()
  for (const { name, checksum } of [...applied].sort(byName)) {
    const migration = knownByName.get(name)
    if (migration === undefined) return { ok: false, reason: 'unknown', name }
    if (migration.checksum !== checksum) return { ok: false, reason: 'edited', name }
    done.add(name)
  }
  const pending = known.filter(({ name }) => !done.has(name)).sort(byName)
  return { ok: true, pending }
}

/**
 * ClickHouse takes one statement at a time: a statement ends with a semicolon at the end of a line.
 *
 * @example splitStatements('create table a …;\ncreate table b …;\n').length === 2
 */
export const splitStatements = (sql: string): string[] =>
  sql
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--.*$/gm, '').trim() !== '')

/**
 * ClickHouse has no transactions, so a crash in the middle repeats the whole file at the next start. Returns the
 * first statement that could not bear that, or null.
 */
export const findUnrepeatable = (statements: readonly string[]): string | null => {
  const needs: readonly [RegExp, RegExp][] = [
    [/^create\s/i, /^create\s+(or\s+replace\s|\w+(\s+\w+)?\s+if\s+not\s+exists)/i],
    [/^drop\s/i, /\sif\s+exists/i],
    [/^alter\s[^;]*\sadd\s/i, /\sadd\s+\w+\s+if\s+not\s+exists/i],
    [/^alter\s[^;]*\s(drop|rename)\s/i, /\sif\s+exists/i],
    [/^insert\s/i, /^never$/],
  ]
  for (const statement of statements) {
    const plain = statement.replace(/--.*$/gm, '').trim()
    if (needs.some(([applies, required]) => applies.test(plain) && !required.test(plain))) return statement
  }
  return null
}
