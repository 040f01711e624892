import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { personIdOf, route } from '#platform/http'
import { z } from 'zod'
import type { RewardsDeps } from './deps.ts'
import { getEarnings } from './earnings.ts'
import { decideJournal, listAllJournals, proposeJournal } from './journals.ts'
import { apply, getEligibility, leave } from './membership.ts'
import { decidePayout, listEverybodysPayouts, listMoneyAudit } from './operate-payouts.ts'
import { getOperatorMoney } from './operator-money.ts'
import { getBalances, getIdentity, getPayout, giveTaxForm, pageOfPayouts, startIdentity } from './payouts.ts'
import { getPeriod, listAllPeriods, openBegun, voidViews } from './periods.ts'
import { previewPeriod } from './preview.ts'
import { getProgramme, listAllTerms, setTerms } from './programme.ts'
import { requestPayout } from './request-payout.ts'
import {
  getOwnStatement,
  listOwnStatements,
  listOwnViews,
  statementCsv,
  statementJson,
} from './statements.ts'

const serveProgramme = (app: FastifyInstance, deps: RewardsDeps): void => {
  route(app, contract.getRewardProgramme, () => getProgramme(deps))
  route(app, contract.getRewardEligibility, ({ viewer }) => getEligibility(deps, viewer.personId))
  route(app, contract.applyForRewards, ({ viewer, body }) => apply(deps, viewer.personId, body.termsVersion))
  route(app, contract.leaveRewards, async ({ viewer }) => ({
    membership: await leave(deps, viewer.personId),
  }))
  route(app, contract.listRewardTerms, async () => ({ terms: await listAllTerms(deps) }))
  route(app, contract.setRewardTerms, async ({ viewer, body }) => {
    const terms = await setTerms(deps, viewer.personId, body)
    // The first terms may hold from today on: whoever set them sees their period, not the one of the next turn.
    await openBegun(deps)
    return { terms }
  })
}

/** Whom a void is about, as it is kept. */
const subjectOf = (of: contract.VoidedViews) => {
  switch (of.kind) {
    case 'post':
      return { kind: of.kind, subject: of.postId }
    case 'creator':
      return { kind: of.kind, subject: of.personId }
    case 'viewer':
      return { kind: of.kind, subject: of.viewerId }
  }
}

const servePeriods = (app: FastifyInstance, deps: RewardsDeps): void => {
  route(app, contract.listRewardPeriods, async () => ({ periods: await listAllPeriods(deps) }))
  route(app, contract.getRewardPeriod, ({ params }) => getPeriod(deps, params.periodId))
  route(app, contract.previewRewardPeriod, ({ params, query }) =>
    previewPeriod(deps, params.periodId, query.proRataBasisPoints),
  )
  route(app, contract.voidRewardViews, async ({ params, body, viewer }) => ({
    views: await voidViews(deps, {
      ...{ ...params, by: viewer.personId, reason: body.reason },
      of: subjectOf(body.of),
    }),
  }))
}

const ofStatement = z.object({ periodId: contract.rewardPeriodId, file: contract.statementFile })
const fileKinds = {
  'statement.json': { type: 'application/json', write: statementJson },
  'statement.csv': { type: 'text/csv', write: statementCsv },
} as const

const serveStatements = (app: FastifyInstance, deps: RewardsDeps): void => {
  route(app, contract.listStatements, async ({ viewer }) => ({
    statements: await listOwnStatements(deps, viewer.personId),
  }))
  route(app, contract.getStatement, async ({ params, viewer }) => ({
    statement: await getOwnStatement(deps, viewer.personId, params.periodId),
  }))
  route(app, contract.listStatementViews, ({ params, query, viewer }) =>
    listOwnViews(deps, { personId: viewer.personId, ...params }, query),
  )
  const schema = { hide: true }
  app.get(contract.statementFilePath, { schema }, async (request, reply) => {
    const personId = personIdOf(request)
    if (personId === null) throw new AppError('not_signed_in')
    const asked = ofStatement.safeParse(request.params)
    if (!asked.success) throw new AppError('not_found')
    const { periodId, file } = asked.data
    const { type, write } = fileKinds[file]
    const text = await write(deps, personId, periodId)
    return reply
      .type(`${type}; charset=utf-8`)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${periodId}-${file}"`)
      .send(text)
  })
}

const servePayouts = (app: FastifyInstance, deps: RewardsDeps): void => {
  route(app, contract.getPayoutBalance, async ({ viewer }) => ({
    balances: await getBalances(deps, viewer.personId),
  }))
  route(app, contract.getPayoutIdentity, async ({ viewer }) => ({
    identity: await getIdentity(deps, viewer.personId),
  }))
  route(app, contract.startPayoutIdentity, async ({ viewer, body }) => ({
    identity: await startIdentity(deps, viewer.personId, body.country),
  }))
  route(app, contract.submitTaxForm, async ({ viewer, body }) => ({
    identity: await giveTaxForm(deps, viewer.personId, body),
  }))
  route(app, contract.requestPayout, async ({ viewer, body }) => ({
    payout: await requestPayout(deps, viewer.personId, body),
  }))
  route(app, contract.listPayouts, ({ viewer, query }) =>
    pageOfPayouts(deps, { personId: viewer.personId, ...query }),
  )
  route(app, contract.getPayout, async ({ viewer, params }) => ({
    payout: await getPayout(deps, viewer, params.payoutId),
  }))
  route(app, contract.getEarnings, ({ viewer, query }) => getEarnings(deps, viewer.personId, query))
}

const serveOperators = (app: FastifyInstance, deps: RewardsDeps): void => {
  route(app, contract.getOperatorMoney, ({ query }) => getOperatorMoney(deps, query))
  route(app, contract.listAllPayouts, ({ query }) => listEverybodysPayouts(deps, query))
  for (const [definition, event] of [
    [contract.holdPayout, 'hold'],
    [contract.releasePayout, 'release'],
    [contract.cancelPayout, 'cancel'],
  ] as const) {
    route(app, definition, async ({ params, body, viewer }) => ({
      payout: await decidePayout(deps, { ...params, ...body, by: viewer.personId, event }),
    }))
  }
  route(app, contract.listJournals, async () => ({ journals: await listAllJournals(deps) }))
  route(app, contract.proposeJournal, async ({ viewer, body }) => ({
    journal: await proposeJournal(deps, viewer.personId, body),
  }))
  route(app, contract.decideJournal, async ({ viewer, params, body }) => ({
    journal: await decideJournal(deps, viewer, { ...params, ...body }),
  }))
  route(app, contract.listMoneyAudit, ({ query }) => listMoneyAudit(deps, query.cursor))
}

/** All endpoints of this module. */
export const serveRewards = (app: FastifyInstance, deps: RewardsDeps): void => {
  serveProgramme(app, deps)
  servePeriods(app, deps)
  serveStatements(app, deps)
  servePayouts(app, deps)
  serveOperators(app, deps)
}
