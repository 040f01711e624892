import {
  actionSource,
  dateOf,
  dayNumber,
  impressionSource,
  pastTables,
  playbackSource,
  rollUps,
  rollUpSql,
  viewSource,
  type AnySource,
} from '@busker/metrics'
import type { Clickhouse } from '../apps/server/src/platform/clickhouse/index.ts'

/** The last of the generated dates. */
export const lastDate = '2026-11-21'
export const firstDate = '2026-09-20'
const days = 63
/** Days up to this one are long over on the day after the last one. */
export const pastUntil = dateOf(dayNumber(lastDate) - 5)

/** What a short-video platform would have with so many facts: 30 views a person and active day, few posts with most views. */
export interface Crowd {
  readonly views: number
  readonly playings: number
  readonly impressions: number
  readonly actions: number
  readonly persons: number
  readonly authors: number
  readonly posts: number
}

export const crowdOf = (facts: number): Crowd => ({
  views: Math.round(facts * 0.4),
  playings: Math.round(facts * 0.3),
  impressions: Math.round(facts * 0.28),
  actions: Math.round(facts * 0.02),
  persons: Math.max(100, Math.round(facts / 400)),
  authors: Math.max(20, Math.round(facts / 5000)),
  posts: Math.max(100, Math.round(facts / 1000)),
})

export const authorName = (index: number): string =>
  `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`

/** Fractions between 0 and 1 that depend on the row and the seed only. */
const chance = (salt: number): string => `(cityHash64(n, ${salt}) % 1000003 / 1000003)`
const uuid = (salt: number): string =>
  `reinterpretAsUUID(concat(reinterpretAsString(cityHash64(n, ${salt})), reinterpretAsString(cityHash64(n, ${salt + 1}))))`
const idOf = (kind: string, index: string): string =>
  `concat('00000000-0000-7000-${kind}-', leftPad(toString(${index}), 12, '0'))`

/** Columns that all kinds of facts have, by name; `n` is the number of the row. */
const shared = ({ persons, authors, posts }: Crowd): Readonly<Record<string, string>> => {
  const post = `toUInt64(${posts} * pow(${chance(1)}, 3))`
  const day = `(toDate('${firstDate}') + toUInt16(n % ${days}))`
  return {
    event_id: uuid(10),
    viewer_id: idOf('8000', `${authors} + toUInt64(${persons} * pow(${chance(2)}, 2))`),
    viewer_kind: `if(${chance(3)} < 0.8, 'person', 'anonymous')`,
    post_id: `toUUID(${idOf('9000', post)})`,
    author_id: idOf('8000', `cityHash64(${post}) % ${authors}`),
    surface: `if(${chance(4)} < 0.9, 'feed', 'profile')`,
    occurred_at: `toDateTime64(${day}, 3, 'UTC') + toIntervalMillisecond(toUInt64(86400000 * ${chance(5)}))`,
    received_at: `occurred_at + toIntervalSecond(2)`,
    local_date: day,
    time_zone: `'UTC'`,
    client_version: `arrayElement(['1.0.0', '1.1.0', '1.2.0'], 1 + toUInt8(3 * ${chance(6)}))`,
    country: `arrayElement(['DE', 'FR', 'ES', 'IT', 'PL', 'US', 'BR', 'IN', 'JP', ''], 1 + toUInt8(10 * pow(${chance(7)}, 2)))`,
    device: `arrayElement(['phone', 'tablet', 'desktop'], 1 + toUInt8(3 * pow(${chance(8)}, 3)))`,
    traffic: `multiIf(${chance(9)} < 0.97, 'ok', ${chance(9)} < 0.99, 'bot', 'improbable')`,
    journal_offset: 'n',
  }
}

/** Those of them that a kind of fact has. */
const common = (crowd: Crowd, { columns }: Pick<AnySource, 'columns'>): Readonly<Record<string, string>> => {
  const stored = new Set(Object.values(columns).map(({ sql }) => sql))
  return Object.fromEntries(Object.entries(shared(crowd)).filter(([name]) => stored.has(name)))
}

interface Filling {
  readonly rows: number
  readonly columns: Readonly<Record<string, string>>
  /** A day is a partition, and it is filled in one piece. */
  readonly isByDay?: boolean
}

/** Rows of one statement, so that none runs long. */
const rowsAtOnce = 3_000_000

/** Where the numbers of the rows come from: those of a day, or the next ones. */
const numbersOf = ({ rows, isByDay }: Filling): readonly string[] => {
  if (isByDay !== true) {
    return Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, turn) => {
      const from = turn * rowsAtOnce
      return `SELECT number AS n FROM numbers_mt(${from}, ${Math.min(rowsAtOnce, rows - from)})`
    })
  }
  return Array.from({ length: days }, (_, day) => {
    const own = Math.max(0, Math.floor((rows - 1 - day) / days) + 1)
    return `SELECT toUInt64(number * ${days} + ${day}) AS n FROM numbers_mt(${own})`
  })
}

const fill = async (clickhouse: Clickhouse, table: string, filling: Filling): Promise<void> => {
  const names = Object.keys(filling.columns)
  const list = names.map((name) => `${filling.columns[name]} AS ${name}`).join(', ')
  for (const numbers of numbersOf(filling)) {
    await clickhouse.command(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${list} FROM (${numbers}) SETTINGS max_insert_threads = 2`,
    )
  }
}

const viewColumns = (crowd: Crowd): Readonly<Record<string, string>> => ({
  ...common(crowd, viewSource),
  view_id: uuid(20),
  seq: '1',
  slot_id: uuid(10),
  duration_ms: `toUInt32(5000 + cityHash64(post_id) % 55000)`,
  visible_ms: `toUInt32(200 + 1.2 * duration_ms * pow(${chance(22)}, 2))`,
  uniq_ms: 'least(visible_ms, duration_ms)',
  played: '[(toUInt32(0), uniq_ms)]',
  sound_on: 'true',
  version: '1',
  is_self_view: 'false',
})

const playbackColumns = (crowd: Crowd): Readonly<Record<string, string>> => ({
  ...common(crowd, playbackSource),
  rendition: `'720'`,
  first_frame_ms: `toUInt32(40 + 400 * pow(${chance(30)}, 3))`,
  preloaded: `${chance(31)} < 0.7`,
  played_ms: `toUInt32(20000 * ${chance(32)})`,
  stalls: `if(${chance(33)} < 0.02, 1, 0)`,
  stalled_ms: 'stalls * 700',
  switches_down: 'stalls',
  failure: `if(${chance(34)} < 0.002, 'network', '')`,
})

const impressionColumns = (crowd: Crowd): Readonly<Record<string, string>> => {
  return {
    ...common(crowd, impressionSource),
    request_id: uuid(40),
    position: 'toUInt32(n % 8)',
    source: `arrayElement(['fresh', 'random', 'followed'], 1 + toUInt8(3 * ${chance(41)}))`,
    propensity_micros: '250000',
    model_version: `'recent-1'`,
  }
}

const actionKinds = [
  ...['like', 'like', 'like', 'like', 'like', 'like', 'save', 'save', 'share', 'comment', 'follow', 'follow'],
  ...['unfollow', 'not_interested', 'rating', 'app_open', 'app_open', 'app_open', 'app_open', 'publish'],
]

const actionColumns = (crowd: Crowd): Readonly<Record<string, string>> => {
  const { viewer_id: person, viewer_kind: personKind } = shared(crowd)
  const kinds = actionKinds.map((kind) => `'${kind}'`).join(', ')
  return {
    ...common(crowd, actionSource),
    kind: `arrayElement([${kinds}], 1 + toUInt8(${actionKinds.length} * ${chance(50)}))`,
    // Who publishes is an author.
    person_id: `if(kind = 'publish', author_id, ${person ?? ''})`,
    person_kind: personKind ?? '',
    value: `if(kind = 'rating', 1 + toInt32(5 * ${chance(51)}), 0)`,
    share_token: `''`,
    tags: `if(kind = 'publish', [concat('tag', toString(cityHash64(post_id) % 200))], [])`,
  }
}

/** Fills the settled tables, and what is made of them, with the facts of a crowd. */
export const generate = async (clickhouse: Clickhouse, crowd: Crowd): Promise<void> => {
  const views = { rows: crowd.views, columns: viewColumns(crowd), isByDay: true }
  await fill(clickhouse, 'telemetry_view_final', views)
  await fill(clickhouse, 'telemetry_playback', { rows: crowd.playings, columns: playbackColumns(crowd) })
  await fill(clickhouse, 'telemetry_impression', {
    rows: crowd.impressions,
    columns: impressionColumns(crowd),
  })
  await fill(clickhouse, 'telemetry_action', { rows: crowd.actions, columns: actionColumns(crowd) })
  const dates = Array.from({ length: days }, (_, day) => dateOf(dayNumber(firstDate) + day))
  for (const rollUp of rollUps()) {
    const { columns, sql, params } = rollUpSql(rollUp)
    for (const day of dates)
      await clickhouse.command(`INSERT INTO ${rollUp.table} (${columns}) ${sql}`, { ...params, day })
  }
  for (const { table, from, columns, date } of pastTables()) {
    for (let first = firstDate; first <= pastUntil; first = dateOf(dayNumber(first) + 4)) {
      const last = dateOf(Math.min(dayNumber(first) + 3, dayNumber(pastUntil)))
      await clickhouse.command(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from} WHERE ${date} BETWEEN {first:Date} AND {last:Date} SETTINGS max_insert_threads = 2`,
        { first, last },
      )
    }
    // As the server does with a month that is over.
    for (const month of ['202609', '202610'])
      await clickhouse.command(
        `OPTIMIZE TABLE ${table} PARTITION ${month} FINAL SETTINGS max_execution_time = 600`,
      )
  }
}
