import type { Payout, PayoutId, PayoutState, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { RewardsDeps } from './deps.ts'
import { pageOfPayouts } from './payouts.ts'
import { postFailed, step } from './payout-steps.ts'
import { enqueueSubmit, showPayout } from './request-payout.ts'
import { insertAudit, listAudit } from './store/audit.ts'
import { findPayout } from './store/payouts.ts'

export interface PayoutDecision {
  readonly payoutId: PayoutId
  readonly by: PersonId
  readonly event: 'hold' | 'release' | 'cancel'
  readonly reason: string
}

/** What an operator decides of a payout that was not handed over yet; its owner reads why. */
export const decidePayout = (deps: RewardsDeps, decision: PayoutDecision): Promise<Payout> =>
  deps.db.transaction(async (tx) => {
    const { payoutId, by, event, reason } = decision
    const row = await findPayout(tx, payoutId)
    if (!row) throw new AppError('not_found')
    if (!(await step(deps, tx, { row, event, note: reason }))) throw new AppError('state_changed')
    if (event === 'cancel') await postFailed(deps, tx, row)
    if (event === 'release') await enqueueSubmit(deps, tx, payoutId)
    const entry = { auditId: deps.ids.uuid(), at: deps.clock.now(), by, reason }
    await insertAudit(tx, { ...entry, action: `payout.${event}`, subject: payoutId })
    return showPayout(tx, payoutId)
  })

/** Payouts of everybody with who asks. */
export const listEverybodysPayouts = async (
  deps: RewardsDeps,
  query: { readonly state?: PayoutState | undefined; readonly cursor?: string | undefined },
) => {
  const page = await pageOfPayouts(deps, query)
  const people = await deps.identity.getAuthors(
    deps.db.pool,
    page.payouts.map(({ personId }) => personId),
  )
  const payouts = page.payouts.map((payout) => ({
    ...{ ...payout, handle: people.get(payout.personId)?.handle ?? null },
  }))
  return { payouts, nextCursor: page.nextCursor }
}

const pageSize = 100
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What operators did, newest first. */
export const listMoneyAudit = async (deps: RewardsDeps, cursor: string | undefined) => {
  if (cursor !== undefined && !uuid.test(cursor)) throw new AppError('invalid_cursor')
  const rows = await listAudit(deps.db.pool, { before: cursor ?? null, limit: pageSize + 1 })
  const shown = rows.slice(0, pageSize)
  const people = await deps.identity.getAuthors(
    deps.db.pool,
    shown.map(({ by }) => by),
  )
  const entries = shown.map(({ at, by, action, subject, reason }) => ({
    ...{ at: at.toISOString(), by, handle: people.get(by)?.handle ?? null, action, subject, reason },
  }))
  return { entries, nextCursor: rows.length > pageSize ? (shown.at(-1)?.auditId ?? null) : null }
}
