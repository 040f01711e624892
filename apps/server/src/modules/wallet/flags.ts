import type { GiftFlag } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { hold, release } from './hold.ts'
import { pageOf, type PageRequest } from '#platform/list-page'
import { insertAudit } from './store/audit.ts'
import { decideFlag, listFlags as readFlags, lockFlag, type FlagRow } from './store/screen.ts'
import { findSends } from './store/sends.ts'

const presentFlags = async (wallet: Wallet, flags: readonly FlagRow[]): Promise<GiftFlag[]> => {
  if (flags.length === 0) return []
  const { pool } = wallet.db
  const sends = await findSends(
    pool,
    flags.map(({ sendId }) => sendId),
  )
  const people = await wallet.identity.getAuthors(pool, [
    ...sends.flatMap(({ payerId, creatorId }) => [payerId, creatorId]),
    ...flags.flatMap(({ cycle, decidedBy }) => (decidedBy === null ? cycle : [...cycle, decidedBy])),
  ])
  const byId = new Map(sends.map((send) => [send.sendId, send]))
  return flags.map((flag): GiftFlag => {
    const send = byId.get(flag.sendId)
    assert(send !== undefined, 'a flag belongs to a gift')
    const decider = flag.decidedBy === null ? null : people.get(flag.decidedBy)
    return {
      ...{ flagId: flag.flagId, sendId: flag.sendId, postId: send.postId, at: send.at.toISOString() },
      ...{ from: people.get(send.payerId) ?? null, to: people.get(send.creatorId) ?? null },
      ...{ coins: String(send.coins), creatorMicro: String(send.creatorMicro), currency: send.currency },
      ...{ reasons: [...flag.reasons], state: flag.state },
      cycle: flag.cycle.map((personId) => people.get(personId)?.handle ?? personId),
      ...{ decidedAt: flag.decidedAt?.toISOString() ?? null, decidedBy: decider?.handle ?? null },
    }
  })
}

export const listFlags = async (wallet: Wallet, state: FlagRow['state'], request: PageRequest) => {
  const rows = await readFlags(wallet.db.pool, { ...request, state, limit: request.limit + 1 })
  const { items, next } = pageOf(
    rows.map((row) => ({ ...row, id: row.flagId })),
    request,
  )
  return { flags: await presentFlags(wallet, items), nextCursor: next }
}

/** An operator looked at a held gift. Changing one's mind is possible as long as it was not paid out. */
export const decide = async (
  wallet: Wallet,
  viewer: PersonViewer,
  to: { flagId: string; decision: 'released' | 'kept'; note: string },
): Promise<GiftFlag> => {
  const after = await wallet.db.transaction(async (tx) => {
    const flag = await lockFlag(tx, to.flagId)
    if (flag === null) throw new AppError('not_found')
    const at = wallet.clock.now()
    const sends = await findSends(tx, [flag.sendId])
    await (to.decision === 'released' ? release(wallet, tx, sends) : hold(wallet, tx, sends))
    await decideFlag(tx, flag.flagId, { state: to.decision, at, by: viewer.personId, note: to.note })
    await insertAudit(tx, {
      ...{ id: wallet.ids.uuid(), at, byId: viewer.personId, what: 'flag', subject: flag.flagId },
      ...{ before: { state: flag.state }, after: { state: to.decision, note: to.note } },
    })
    return lockFlag(tx, to.flagId)
  })
  assert(after !== null, 'flags are never deleted')
  const [shown] = await presentFlags(wallet, [after])
  assert(shown !== undefined, 'one flag is shown as one')
  return shown
}
