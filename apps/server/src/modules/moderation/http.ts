import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import { pageRequest } from '#platform/list-page'
import { listAppeals, ruleOn } from './appeals.ts'
import { decide, withdraw } from './decide.ts'
import type { ModerationDeps } from './deps.ts'
import { appeal, getOwnNotice, listOwnNotices, markRead } from './notices.ts'
import { readNumbers, readStaffNumbers } from './numbers.ts'
import { claim, claimNext, listCases, readCase, release } from './queue.ts'
import { fileReport, listOwn } from './reports.ts'

const servePeople = (app: FastifyInstance, deps: ModerationDeps): void => {
  route(app, contract.report, ({ body, query, viewer }) => fileReport(deps, { ...body, viewer, told: query }))
  route(app, contract.listOwnReports, async ({ query, viewer }) => {
    const { items, next } = await listOwn(deps, viewer, pageRequest(query))
    return { reports: items, nextCursor: next }
  })
  route(app, contract.listNotices, ({ query, viewer }) => listOwnNotices(deps, viewer, pageRequest(query)))
  route(app, contract.getNotice, async ({ params, viewer }) => ({
    notice: await getOwnNotice(deps, viewer, params.decisionId),
  }))
  route(app, contract.readNotice, async ({ params, viewer }) => {
    await markRead(deps, viewer, params.decisionId)
    return {}
  })
  route(app, contract.appealDecision, async ({ params, body, viewer }) => ({
    notice: await appeal(deps, { ...params, ...body, viewer }),
  }))
  route(app, contract.getTransparency, async ({ query }) => ({
    numbers: await readNumbers(deps, query.days),
  }))
}

const serveStaff = (app: FastifyInstance, deps: ModerationDeps): void => {
  route(app, contract.listCases, ({ query, viewer }) => listCases(deps, viewer, query))
  route(app, contract.claimNextCase, async ({ viewer }) => ({ caseId: await claimNext(deps, viewer) }))
  route(app, contract.getCase, ({ params, viewer }) => readCase(deps, viewer, params.caseId))
  route(app, contract.claimCase, ({ params, viewer }) => claim(deps, viewer, params.caseId))
  route(app, contract.releaseCase, async ({ params, viewer }) => {
    await release(deps, viewer, params.caseId)
    return {}
  })
  route(app, contract.decideCase, async ({ params, body, viewer }) => {
    await decide(deps, { ...params, body, viewer })
    return { decisionId: params.decisionId }
  })
  route(app, contract.withdrawDecision, async ({ params, body, viewer }) => {
    await withdraw(deps, { ...params, ...body, viewer })
    return {}
  })
  route(app, contract.listAppeals, ({ query, viewer }) => listAppeals(deps, viewer, query))
  route(app, contract.ruleOnAppeal, async ({ params, body, viewer }) => {
    await ruleOn(deps, { ...params, ...body, viewer })
    return {}
  })
  route(app, contract.getModerationNumbers, ({ query, viewer }) => readStaffNumbers(deps, viewer, query.days))
}

/** All endpoints of this module. */
export const serveModeration = (app: FastifyInstance, deps: ModerationDeps): void => {
  servePeople(app, deps)
  serveStaff(app, deps)
}
