import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { hasErrno, StartError } from '#platform/errors'

/** Columns of KuaiRand-Pure (Gao et al., 2022) that are used here; files may be gzipped. */
const impressionColumns = [
  ...['user_id', 'video_id', 'date', 'hourmin', 'time_ms', 'tab'],
  ...['long_view', 'is_click', 'is_like', 'play_time_ms', 'duration_ms'],
] as const

/** One column of numbers that grows. */
export type Column = number[]

export type Impressions = Readonly<Record<(typeof impressionColumns)[number], Column>>

/** What somebody watched before the first impression, the oldest first. */
export interface Past {
  readonly userId: number
  readonly lastMs: number
  readonly watched: readonly number[]
  readonly held: ReadonlySet<number>
  readonly liked: ReadonlySet<number>
}

/** A row of a file of features: its id and the other cells as they stand there. */
export interface Features {
  readonly names: readonly string[]
  readonly rows: readonly { readonly id: number; readonly cells: readonly string[] }[]
}

const startFault = (path: string, error: unknown): unknown => {
  if (hasErrno(error, 'ENOENT')) return new StartError(`There is no file ${path}. Check the path.`)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/^(Z_|CSV_)/.test(code)) return error
  return new StartError(
    `${path} cannot be read: it must be CSV, gzipped if its name ends in .gz. Fetch it again.`,
    { cause: error },
  )
}

/** Hands over each row after the first, which names the columns. */
const readRows = async (
  path: string,
  onRow: (row: readonly string[], names: readonly string[]) => void,
): Promise<void> => {
  const file = createReadStream(path)
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  const parser = text.pipe(parse({ relax_column_count: false }))
  const failed = Promise.withResolvers<never>()
  for (const stream of [file, text]) stream.once('error', failed.reject)
  let names: readonly string[] | null = null
  const read = async (): Promise<void> => {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (names === null) names = row
      else onRow(row, names)
    }
  }
  try {
    await Promise.race([read(), failed.promise])
  } catch (error) {
    throw startFault(path, error)
  }
}

const placeOf = (names: readonly string[], name: string, path: string): number => {
  const place = names.indexOf(name)
  if (place < 0)
    throw new StartError(`${path} has no column ${name}. It must have the columns of KuaiRand-Pure.`)
  return place
}

const numberIn = (row: readonly string[], place: number): number => {
  const value = Number(row[place])
  return Number.isFinite(value) ? value : 0
}

export const readImpressions = async (path: string): Promise<Impressions> => {
  const columns: Impressions = {
    ...{ user_id: [], video_id: [], date: [], hourmin: [], time_ms: [], tab: [] },
    ...{ long_view: [], is_click: [], is_like: [], play_time_ms: [], duration_ms: [] },
  }
  let places: readonly number[] | null = null
  await readRows(path, (row, names) => {
    places ??= impressionColumns.map((name) => placeOf(names, name, path))
    for (const [at, name] of impressionColumns.entries()) columns[name].push(numberIn(row, places[at] ?? 0))
  })
  if (columns.time_ms.some((ms, at) => ms < (columns.time_ms[at - 1] ?? 0)))
    throw new StartError(`${path} is not sorted by time_ms. Sort it, then try again.`)
  return columns
}

const idsOf = (text: string | undefined): number[] =>
  text === undefined || text === '' ? [] : text.split(' ').map(Number)

export const readPasts = async (path: string): Promise<Past[]> => {
  const pasts: Past[] = []
  await readRows(path, (row, names) => {
    const cell = (name: string): string | undefined => row[placeOf(names, name, path)]
    pasts.push({
      ...{ userId: Number(cell('user_id')), lastMs: Number(cell('last_time_ms')) },
      watched: idsOf(cell('watch_seq')),
      held: new Set(idsOf(cell('long_watch_seq'))),
      liked: new Set(idsOf(cell('like_seq'))),
    })
  })
  return pasts
}

export const readFeatures = async (path: string, idName: string): Promise<Features> => {
  const rows: Features['rows'][number][] = []
  let found: readonly string[] = []
  await readRows(path, (row, names) => {
    found = names
    rows.push({ id: Number(row[placeOf(names, idName, path)]), cells: row })
  })
  return { names: found, rows }
}
