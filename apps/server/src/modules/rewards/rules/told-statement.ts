import { lineKinds, type Fault, type LineKind, type LineOf, type ReadLine } from './statement-lines.ts'

/** A line with its place in the file. */
export type Told<Kind extends LineKind> = LineOf<Kind> & { readonly number: number }

/** A statement as it was read, its lines by kind. */
export interface ToldStatement {
  readonly period: Told<'period'>
  readonly terms: Told<'terms'>
  readonly pool: Told<'pool'>
  readonly creator: Told<'creator'>
  readonly total: Told<'total'>
  readonly videos: ReadonlyMap<string, Told<'video'>>
  readonly viewers: ReadonlyMap<string, Told<'viewer'>>
  readonly views: readonly Told<'view'>[]
  readonly days: readonly Told<'day'>[]
}

const isOf = <Kind extends LineKind>(
  read: ReadLine,
  kind: Kind,
): read is ReadLine & { readonly line: LineOf<Kind> } => read.line.kind === kind

const allOf = <Kind extends LineKind>(lines: readonly ReadLine[], kind: Kind): Told<Kind>[] => {
  const found: Told<Kind>[] = []
  for (const read of lines) if (isOf(read, kind)) found.push({ ...read.line, number: read.number })
  return found
}

/** The first line that stands where none of its kind may. */
const misplaced = (lines: readonly ReadLine[]): ReadLine | undefined => {
  let last = 0
  return lines.find(({ line }) => {
    const rank = lineKinds.indexOf(line.kind)
    const isBack = rank < last
    last = rank
    return isBack
  })
}

const keyed = <T extends { readonly number: number }>(
  list: readonly T[],
  keyOf: (one: T) => string,
): ReadonlyMap<string, T> | Fault => {
  const map = new Map<string, T>()
  for (const one of list) {
    const key = keyOf(one)
    if (map.has(key)) return { line: one.number, detail: 'This is told a second time.' }
    map.set(key, one)
  }
  return map
}

const isFault = (value: object): value is Fault => 'detail' in value

/** Lines by kind, or the first that is missing, doubled, or at the wrong place. */
export const tellStatement = (lines: readonly ReadLine[]): ToldStatement | Fault => {
  const wrong = misplaced(lines)
  if (wrong !== undefined) return { line: wrong.number, detail: 'This line stands at the wrong place.' }
  const [period, secondPeriod] = allOf(lines, 'period')
  const [terms, secondTerms] = allOf(lines, 'terms')
  const [pool, secondPool] = allOf(lines, 'pool')
  const [creator, secondCreator] = allOf(lines, 'creator')
  const [total, secondTotal] = allOf(lines, 'total')
  const second = secondPeriod ?? secondTerms ?? secondPool ?? secondCreator ?? secondTotal
  if (second !== undefined) return { line: second.number, detail: 'This is told a second time.' }
  if (!period || !terms || !pool || !creator || !total)
    return { line: null, detail: 'Period, terms, pool, creator or total is missing.' }
  const videos = keyed(allOf(lines, 'video'), ({ videoId }) => videoId)
  if (isFault(videos)) return videos
  const viewers = keyed(allOf(lines, 'viewer'), ({ viewer }) => viewer)
  if (isFault(viewers)) return viewers
  const [views, days] = [allOf(lines, 'view'), allOf(lines, 'day')]
  const stray = [...views, ...days].find(({ videoId }) => !videos.has(videoId))
  if (stray !== undefined) return { line: stray.number, detail: 'Nothing is told of this video.' }
  const outside = [...views, ...days].find(({ day }) => day < period.fromDay || day >= period.untilDay)
  if (outside !== undefined) return { line: outside.number, detail: 'This day is not in the period.' }
  return { period, terms, pool, creator, total, videos, viewers, views, days }
}
