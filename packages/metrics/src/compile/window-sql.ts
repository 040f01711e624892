import type { Node } from '../expression.ts'
import { sliceDefinition, type SliceId } from '../slice.ts'
import type { Relation } from '../relation.ts'
import { columnSql, toSql } from './expression-sql.ts'
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
  readonly from: string
  readonly date: string
  readonly columns: readonly string[]
  readonly text: Node | null
}

const periodSql = (part: Windowed, place: Place): string => {
  const { parameters, question } = place.statement
  const date = columnSql(part.date)
  const dates = { day: dateSql(date), week: dateSql(mondaySql(date)) }
  const text = part.text === null ? `''` : toSql(part.text, parameters)
  const slice = isDate(question.by) ? dates[question.by] : text
  const within = `${date} >= ${parameters.given('fromDay')} AND ${date} <= ${parameters.given('toDay')}`
  const columns = [...part.columns, 'toInt64(0) AS col_daysBefore', `${slice} AS slice`].join(', ')
  return `SELECT ${columns} FROM ${part.from} WHERE ${within}`
}

/** Each row once for every day of the period that looks back on it; of weeks only their last day, or the period's. */
const trailingSql = (part: Windowed, days: number, place: Place): string => {
  const { parameters, question } = place.statement
  const date = columnSql(part.date)
  const [first, last] = [parameters.given('fromDay'), parameters.given('toDay')]
  const window = parameters.bind('integer', days)
  if (!isDate(question.by)) {
    const text = part.text === null ? `''` : toSql(part.text, parameters)
    const columns = [...part.columns, `${last} - ${date} AS col_daysBefore`, `${text} AS slice`].join(', ')
    return `SELECT ${columns} FROM ${part.from} WHERE ${date} > ${last} - ${window} AND ${date} <= ${last}`
  }
  const all = `range(greatest(${date}, ${first}), least(${date} + ${window}, ${last} + 1))`
  const seen = question.by === 'day' ? all : `arrayFilter(day -> (day + 3) % 7 = 6 OR day = ${last}, ${all})`
  const slice = question.by === 'day' ? 'anchor' : mondaySql('anchor')
  const columns = [...part.columns, `anchor - ${date} AS col_daysBefore`, `${dateSql(slice)} AS slice`]
  return `SELECT ${columns.join(', ')} FROM ${part.from} ARRAY JOIN arrayMap(day -> toInt64(day), ${seen}) AS anchor`
}

/** Rows inside the window of the definition, each with the slice it belongs to. */
export const windowSql = (part: Windowed, place: Place): string => {
  const { window } = place.metric
  return window.kind === 'trailing' ? trailingSql(part, window.days, place) : periodSql(part, place)
}
