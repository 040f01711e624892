import type { ActionFact } from '../action.ts'
import type { Reading } from '../answer.ts'
import { cellsOf, marksOf, type Cells } from '../cells.ts'
import { fillCellsSql } from '../compile/fill-cells-sql.ts'
import { compile } from '../compile/compile.ts'
import { allSources } from '../export-facts.ts'
import type { ImpressionFact } from '../impression.ts'
import type { Metric } from '../metric.ts'
import type { FactSets } from '../plain/table.ts'
import type { MoneyFact } from '../money.ts'
import type { PlaybackFact } from '../playback.ts'
import type { Question, Unsettled } from '../question.ts'
import { pastTables, rollUpSql } from '../compile/roll-up-sql.ts'
import { rollUps } from '../roll-up.ts'
import type { AnySource } from '../source.ts'
import type { ViewFact } from '../view.ts'

/** What a test needs of an engine. */
export interface Engine {
  command(sql: string, params?: Record<string, unknown>): Promise<void>
  query<T>(sql: string, params: Record<string, unknown>): Promise<T[]>
  insert(table: string, rows: readonly object[]): Promise<void>
}

/** Facts for tests: each begins as an ordinary one and says only what is special about it. */

/** An id that is the same for the same words. */
export const idOf = (word: string | number): string => {
  let [high, low] = [0x811c9dc5, 0x1b873593]
  for (const letter of String(word)) {
    high = Math.imul(high ^ letter.charCodeAt(0), 0x01000193) >>> 0
    low = Math.imul(low + letter.charCodeAt(0), 0x85ebca6b) >>> 0
  }
  const hex = (value: number) => value.toString(16).padStart(8, '0')
  return `${hex(high)}-0000-7000-8000-${hex(low)}0000`
}

export const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`)

const common = (date: string) => ({
  occurredAt: noon(date),
  receivedAt: noon(date) + 1000,
  localDate: date,
  timeZone: 'UTC',
  clientVersion: '1.0.0',
  country: 'DE',
  device: 'phone',
  traffic: 'ok',
  flags: [],
  journalOffset: 0,
})

let made = 0
const nextId = (): string => idOf(`fact ${(made += 1)}`)

export const aView = (date: string, rest: Partial<ViewFact> = {}): ViewFact => ({
  ...common(date),
  eventId: nextId(),
  viewId: nextId(),
  seq: 0,
  viewerId: 'ann',
  viewerKind: 'person',
  postId: idOf('post'),
  slotId: null,
  surface: 'feed',
  visibleMs: 5000,
  played: [[0, 5000]],
  uniqMs: 5000,
  durationMs: 10_000,
  version: 1,
  soundOn: true,
  isSelfView: false,
  authorId: 'author',
  ...rest,
})

export const anAction = (date: string, kind: string, rest: Partial<ActionFact> = {}): ActionFact => ({
  ...common(date),
  eventId: nextId(),
  kind,
  personId: 'ann',
  personKind: 'person',
  postId: idOf('post'),
  authorId: 'author',
  surface: 'feed',
  value: 1,
  shareToken: '',
  tags: [],
  ...rest,
})

export const anImpression = (date: string, rest: Partial<ImpressionFact> = {}): ImpressionFact => {
  const { clientVersion: _version, flags: _flags, ...fields } = common(date)
  return {
    ...fields,
    eventId: nextId(),
    requestId: nextId(),
    position: 0,
    viewerId: 'ann',
    viewerKind: 'person',
    postId: idOf('post'),
    authorId: 'author',
    source: 'fresh',
    propensityMicros: 500_000,
    modelVersion: '1',
    ...rest,
  }
}

export const aPlaying = (date: string, rest: Partial<PlaybackFact> = {}): PlaybackFact => ({
  ...common(date),
  eventId: nextId(),
  viewerId: 'ann',
  viewerKind: 'person',
  postId: idOf('post'),
  surface: 'feed',
  rendition: '720',
  firstFrameMs: 100,
  preloaded: false,
  playedMs: 5000,
  stalls: 0,
  stalledMs: 0,
  switchesDown: 0,
  failure: '',
  ...rest,
})

export const aMovement = (date: string, template: string, rest: Partial<MoneyFact> = {}): MoneyFact => ({
  txnId: nextId(),
  part: 0,
  template,
  rail: 'gifts',
  payerId: '',
  creatorId: '',
  grossParts: 0,
  platformParts: 0,
  costParts: 0,
  creatorParts: 0,
  paidParts: 0,
  waitedMs: null,
  occurredAt: noon(date),
  receivedAt: noon(date) + 1000,
  localDate: date,
  position: (made += 1),
  ...rest,
})

const rowOf = (source: AnySource, fact: Readonly<Record<string, unknown>>) => {
  const stored = Object.entries(source.columns).filter(([, { sql }]) => !sql.includes('('))
  return Object.fromEntries(
    stored.map(([name, { sql, type }]) => [
      sql,
      type === 'time' ? new Date(Number(fact[name])).toISOString() : fact[name],
    ]),
  )
}

/** Stores these facts beside those that are there, as their writers do: what must be there once is. */
export const add = async (engine: Engine, facts: FactSets): Promise<void> => {
  for (const source of allSources()) {
    const reports = facts[source.id] ?? []
    const kept = source.isUnique === true ? lastReports(source, reports) : reports
    const cells = cellsOf(source)
    if (cells === null) {
      await engine.insert(
        source.table,
        kept.map((fact) => rowOf(source, fact)),
      )
    } else await addWithCells(engine, cells, kept)
  }
}

/** Rows and the cells that stand in for them, as their writer makes both. All rows of one entity come at once. */
const addWithCells = async (engine: Engine, cells: Cells, facts: FactSets[string]): Promise<void> => {
  const { source, entity, table } = cells
  const scope = source.scope.clientId ?? ''
  const entities = Map.groupBy(facts, (fact) => `${String(fact[scope])} ${String(fact[entity.column])}`)
  const rows = [...entities.values()].flatMap((own) => {
    const marks = marksOf(cells, own, (fact, column) => fact[column])
    return own.map((fact, place) => ({ ...rowOf(source, fact), [entity.marksSql]: marks[place] }))
  })
  await engine.insert(source.table, rows)
  const { statements, params } = fillCellsSql(cells, { from: source.table, into: table })
  for (const client of new Set(facts.map((fact) => fact[scope])))
    for (const sql of statements) await engine.command(sql, { ...params, client })
}

/** Forgets all facts and stores these. */
export const store = async (engine: Engine, facts: FactSets): Promise<void> => {
  for (const source of allSources()) {
    const cells = cellsOf(source)
    for (const table of [source.table, ...(cells === null ? [] : [cells.table])])
      await engine.command(`TRUNCATE TABLE ${table}`)
  }
  await add(engine, facts)
}

/** Which report of an entity tells all of it: the plain rule, beside the compiled one. */
const lastReports = (source: AnySource, reports: FactSets[string]): FactSets[string] => {
  const last = new Map<string, FactSets[string][number]>()
  const { key, order } = source.latest
  for (const report of reports) {
    const id = key.map((name) => String(report[name])).join(' ')
    const known = last.get(id)
    const decisive = order.find((name) => report[name] !== known?.[name])
    const isOlder = decisive !== undefined && Number(report[decisive]) < Number(known?.[decisive])
    if (known === undefined || !isOlder) last.set(id, report)
  }
  return [...last.values()]
}

/** Makes the settled tables of what is stored, as if no report from this place in the journal on were known to them. */
export const settle = async (engine: Engine, facts: FactSets, fromOffset: number): Promise<Unsettled> => {
  const days = new Set<string>()
  for (const source of allSources()) {
    const { settledTable, localDate } = source
    if (settledTable === undefined) continue
    const [known, fresh] = [true, false].map((isKnown) =>
      (facts[source.id] ?? []).filter(({ journalOffset }) => Number(journalOffset) < fromOffset === isKnown),
    )
    await engine.command(`TRUNCATE TABLE ${settledTable}`)
    await engine.insert(
      settledTable,
      lastReports(source, known ?? []).map((fact) => rowOf(source, fact)),
    )
    for (const report of fresh ?? []) days.add(String(report[localDate]))
  }
  for (const rollUp of rollUps()) {
    const { columns, sql, params } = rollUpSql(rollUp)
    const made = new Set((facts[rollUp.source.id] ?? []).map((fact) => String(fact[rollUp.source.localDate])))
    await engine.command(`TRUNCATE TABLE ${rollUp.table}`)
    for (const day of made)
      await engine.command(`INSERT INTO ${rollUp.table} (${columns}) ${sql}`, { ...params, day })
  }
  const all = allSources().flatMap(({ id, localDate }) =>
    (facts[id] ?? []).map((fact) => String(fact[localDate])),
  )
  const pastUntil = all.toSorted()[Math.floor(all.length / 2)]
  for (const { table, from, columns, date } of pastTables()) {
    await engine.command(`TRUNCATE TABLE ${table}`)
    // What lies after that day is left over from another time, and nobody may read it.
    await engine.command(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from} WHERE ${date} <= {day:Date} + 2`,
      { day: pastUntil ?? '1970-01-01' },
    )
  }
  return { days: [...days].sort(), fromOffset, ...(pastUntil === undefined ? {} : { pastUntil }) }
}

/** Asks the engine. */
export const ask = async (
  engine: Engine,
  metrics: readonly Metric[],
  question: Question,
): Promise<Reading> => {
  const query = compile(metrics, question)
  return query.read(await engine.query<Record<string, unknown>>(query.sql, { ...query.params }))
}

/** A question about the whole platform whose facts are all settled. */
export const about = (from: string, to: string, rest: Partial<Question> = {}): Question => ({
  scope: { kind: 'platform' },
  from,
  to,
  settled: '2030-01-01',
  untilMs: Date.parse(`${to}T00:00:00Z`) + 86_400_000,
  ...rest,
})
