import {
  fundActionsSql,
  fundViewCountSql,
  fundViewsSql,
  type FundActionRow,
  type FundViewRow,
} from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'

/** Facts of videos of some creators that began in a time (without its end), in milliseconds. */
export interface FactsOf {
  readonly fromMs: number
  readonly untilMs: number
  readonly creators: readonly string[]
}

const perPart = 50_000

/** So many creators at a time: the list is bound to each query. */
const creatorGroups = ({ creators }: FactsOf, most: number): (readonly string[])[] => {
  const groups: (readonly string[])[] = []
  for (let at = 0; at < creators.length; at += most) groups.push(creators.slice(at, at + most))
  return groups
}

/** Views as they are settled, some ten thousands at a time. Nobody waits for it, so it stands in nobody's way. */
export const readSettledViews = async function* (
  { background, longestList }: Clickhouse,
  of: FactsOf,
): AsyncGenerator<FundViewRow[], void> {
  for (const creators of creatorGroups(of, longestList)) {
    const params = { from: of.fromMs, until: of.untilMs, creators: [...creators] }
    const [counted] = await background.query<{ views: number }>(fundViewCountSql, params)
    const parts = Math.max(1, Math.ceil((counted?.views ?? 0) / perPart))
    for (let part = 0; part < parts; part += 1)
      yield await background.query<FundViewRow>(fundViewsSql, { ...params, parts, part })
  }
}

export const readSettledActions = async (
  { background, longestList }: Clickhouse,
  of: FactsOf,
): Promise<FundActionRow[]> => {
  const found: FundActionRow[] = []
  for (const creators of creatorGroups(of, longestList)) {
    const params = { from: of.fromMs, until: of.untilMs, creators: [...creators] }
    found.push(...(await background.query<FundActionRow>(fundActionsSql, params)))
  }
  return found
}
