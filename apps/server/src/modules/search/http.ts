import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { SearchDeps } from './deps.ts'
import { find } from './find.ts'
import { forgetSearches, ownSearches } from './own-searches.ts'
import { plainQuery } from './rules/words.ts'
import { markChosen, readGaps } from './store/searches.ts'
import { suggest } from './suggest.ts'
import { leastSearchers, readDiscover } from './trends.ts'

const mostRecent = 50
const gapDays = 28
/** With fewer results next to nothing was found; what leads on fewer of its people than this was no help. */
const fewResults = 3
const rarelyChosen = 0.1
const mostlyChosen = 0.5
const mostGaps = 100

export const serveSearch = (app: FastifyInstance, deps: SearchDeps): void => {
  const { pool } = deps.db
  route(app, contract.search, ({ query, viewer }) =>
    find(deps, { text: query.q, kind: query.kind, page: query.page, viewer }),
  )
  route(app, contract.chooseResult, async ({ params }) => {
    await markChosen(pool, params.searchId)
    return {}
  })
  route(app, contract.suggestSearches, async ({ query, viewer }) => ({
    suggestions: await suggest(deps, { text: query.q, viewer }),
  }))
  route(app, contract.listRecentSearches, async ({ viewer }) => {
    const rows = await ownSearches(deps, viewer.personId, { beginning: '', limit: mostRecent })
    return { searches: rows.map(({ text, at }) => ({ text, at: at.toISOString() })) }
  })
  route(app, contract.forgetSearches, async ({ viewer, query }) => {
    await forgetSearches(deps, viewer.personId, query.q === undefined ? null : plainQuery(query.q))
    return {}
  })
  route(app, contract.discover, ({ viewer }) => readDiscover(deps, viewer))
  route(app, contract.listContentGaps, async () => {
    const since = new Date(deps.clock.nowMs() - gapDays * 86_400_000)
    const limits = { fewResults, rarelyChosen, mostlyChosen, limit: mostGaps }
    const rows = await readGaps(pool, { since, people: leastSearchers, ...limits })
    return { gaps: rows.map((row) => ({ ...row, weeks: [...row.weeks] })) }
  })
}
