import type { Node } from '../expression.ts'
import { sliceDefinition, type SliceId } from '../slice.ts'
import type { Relation } from '../relation.ts'
import { columnSql, toSql } from './expression-sql.ts'
import { termsOf, type Selection } from './selection.ts'
import type { Place } from './statement.ts'

/** The Monday of a day. 1970-01-01 was a Thursday; no function of the engine decides where a week begins. */
const mondaySql = (day: string): string => `${day} - (${day} + 3) % 7`
const dateSql = (day: string): string => `toString(toDate(toUInt16(${day})))`

const isDate = (slice: SliceId | undefined): slice is 'day' | 'week' => slice === 'day' || slice === 'week'

/** What has to be joined before a slice can be read, the columns it needs, and its text. */
export const slicePlan = (
  relation: Relation,
  slice: SliceId | undefined,
): { readonly from: Relation; readonly needs: readonly string[]; readonly text: Node | null } => {
  if (slice === undefined || isDate(slice)) return { from: relation, needs: [], text: null }
  const definition = sliceDefinition(slice)
  return {
    from: definition.prepare?.(relation) ?? relation,
    needs: [...definition.needs, ...(definition.prepare ? ['servedBy', 'wasServed'] : [])],
    text: definition.text(),
  }
}

interface Windowed {
  readonly from: Selection
  readonly date: string
  /** The slice, when it is no date. */
  readonly text: Node | null
}

const withColumn = ({ columns }: Selection, name: string, sql: string): ReadonlyMap<string, string> =>
  new Map([...columns, [name, sql]])

const dateOf = ({ from, date }: Windowed): string => from.columns.get(date) ?? columnSql(date)

const textSql = ({ from, text }: Windowed, place: Place): string =>
  text === null ? `''` : toSql(text, termsOf(from, place))

const periodWindow = (part: Windowed, place: Place): Selection => {
  const date = dateOf(part)
  const { parameters, question } = place.statement
  const dates = { day: () => dateSql(date), week: () => dateSql(mondaySql(date)) }
  const slice = isDate(question.by) ? dates[question.by]() : textSql(part, place)
  const within = [`${date} >= ${parameters.given('fromDay')}`, `${date} <= ${parameters.given('toDay')}`]
  const columns = withColumn(part.from, 'daysBefore', 'toInt64(0)')
  return { ...part.from, columns, slice, where: [...part.from.where, ...within] }
}

/** Each row once for every day of the period that looks back on it; of weeks only their last day, or the period's. */
const trailingWindow = (part: Windowed, days: number, place: Place): Selection => {
  const date = dateOf(part)
  const { parameters, question } = place.statement
  const [first, last] = [parameters.given('fromDay'), parameters.given('toDay')]
  const window = parameters.bind('integer', days)
  if (!isDate(question.by)) {
    const within = [`${date} > ${last} - ${window}`, `${date} <= ${last}`]
    const columns = withColumn(part.from, 'daysBefore', `(${last} - ${date})`)
    return { ...part.from, columns, slice: textSql(part, place), where: [...part.from.where, ...within] }
  }
  const all = `range(greatest(${date}, ${first}), least(${date} + ${window}, ${last} + 1))`
  const seen = question.by === 'day' ? all : `arrayFilter(day -> (day + 3) % 7 = 6 OR day = ${last}, ${all})`
  const slice = question.by === 'day' ? 'anchor' : mondaySql('anchor')
  return {
    from: `${part.from.from} ARRAY JOIN arrayMap(day -> toInt64(day), ${seen}) AS anchor`,
    isJoined: true,
    where: part.from.where,
    columns: withColumn(part.from, 'daysBefore', `(anchor - ${date})`),
    slice: dateSql(slice),
  }
}

/** Rows inside the window of the definition, each with the slice it belongs to. `from` is not joined to anything. */
export const inWindow = (part: Windowed, place: Place): Selection => {
  const { window } = place.metric
  return window.kind === 'trailing' ? trailingWindow(part, window.days, place) : periodWindow(part, place)
}
