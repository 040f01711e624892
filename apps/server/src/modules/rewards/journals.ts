import { isDeepStrictEqual } from 'node:util'
import type { Journal, JournalId, ManualTransfer, PersonId } from '@busker/contract'
import { currencyOf } from '@busker/money'
import { accountOf, type Transfer } from '#modules/ledger'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { mayDecide } from './policy.ts'
import { insertAudit } from './store/audit.ts'
import {
  decideJournalRow,
  findJournal,
  findJournalByKey,
  insertJournal,
  listJournals,
  type JournalRow,
} from './store/journals.ts'

type JournalDeps = Pick<RewardsDeps, 'db' | 'clock' | 'ids' | 'ledger'>

const present = (row: JournalRow): Journal => ({
  journalId: row.journalId,
  transfer: row.transfer,
  reason: row.reason,
  state: row.state,
  proposedBy: row.proposedBy,
  proposedAt: row.proposedAt.toISOString(),
  decidedBy: row.decidedBy,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  decisionReason: row.decisionReason,
  txnId: row.txnId,
})

const moneyOf = (told: { readonly currency: string; readonly amountMicro: string }) => {
  const currency = currencyOf(told.currency)
  if (currency === null) throw new AppError('invalid_request')
  return { currency, amountMicro: BigInt(told.amountMicro) }
}

/** What the books are asked for. What names no currency or no account is refused before anybody looks at it. */
const transferOf = (manual: ManualTransfer): Transfer => {
  switch (manual.template) {
    case 'fund_top_up': {
      const params = { period: manual.period, ...moneyOf(manual), from: { kind: 'fund' as const } }
      return { template: 'fund_top_up', params }
    }
    case 'receivable_collect': {
      const params = { party: manual.personId, rail: manual.rail, ...moneyOf(manual) }
      return { template: 'receivable_collect', params }
    }
    case 'unknown_matched': {
      const to = accountOf(manual.to)
      if (to === null) throw new AppError('invalid_request')
      return { template: 'unknown_matched', params: { unknown: manual.unknown, to } }
    }
  }
}

export const listAllJournals = async ({ db }: JournalDeps): Promise<Journal[]> =>
  (await listJournals(db.pool)).map(present)

export interface Proposal {
  readonly key: string
  readonly transfer: ManualTransfer
  readonly reason: string
}

/** Writes a proposal down. Nothing moves. The same key is the same proposal. */
export const proposeJournal = async (
  deps: JournalDeps,
  by: PersonId,
  { key, transfer, reason }: Proposal,
): Promise<Journal> => {
  transferOf(transfer)
  const at = deps.clock.now()
  // Checked boundary: ids are made as UUIDs.
  const journalId = deps.ids.uuid() as JournalId
  const decided = { decidedBy: null, decidedAt: null, decisionReason: null, txnId: null }
  const row: JournalRow = {
    ...{ journalId, requestKey: key, transfer, reason, state: 'proposed', proposedBy: by, proposedAt: at },
    ...decided,
  }
  return deps.db.transaction(async (tx) => {
    if (await insertJournal(tx, row)) {
      const entry = {
        auditId: deps.ids.uuid(),
        at,
        by,
        action: 'journal.propose',
        subject: journalId,
        reason,
      }
      await insertAudit(tx, entry)
      return present(row)
    }
    const known = await findJournalByKey(tx, key)
    assert(known !== undefined, 'a key that is taken has a row')
    const isSame =
      known.proposedBy === by && known.reason === reason && isDeepStrictEqual(known.transfer, transfer)
    if (!isSame) throw new AppError('key_reused')
    return present(known)
  })
}

const post = async ({ ledger }: JournalDeps, tx: Tx, row: JournalRow): Promise<string> => {
  const [outcome] = await ledger.post(tx, [
    { do: 'transfer', scope: 'rewards.journal', key: row.journalId, transfer: transferOf(row.transfer) },
  ])
  if (outcome?.is === 'done') return outcome.id
  const isPoor = outcome?.is === 'refused' && outcome.code === 'insufficient_funds'
  throw new AppError(isPoor ? 'insufficient_funds' : 'transfer_refused', { cause: outcome })
}

const states = { approve: 'posted', refuse: 'refused', withdraw: 'withdrawn' } as const

export interface Decision {
  readonly journalId: JournalId
  readonly decision: keyof typeof states
  readonly reason: string
}

/** Decides a proposal, once; an approval posts it in the same transaction. */
export const decideJournal = (
  deps: JournalDeps,
  viewer: PersonViewer,
  { journalId, decision, reason }: Decision,
): Promise<Journal> =>
  deps.db.transaction(async (tx) => {
    const row = await findJournal(tx, journalId)
    if (!row) throw new AppError('not_found')
    if (!mayDecide(viewer, row.proposedBy, decision)) throw new AppError('second_operator_needed')
    if (row.state !== 'proposed') throw new AppError('state_changed')
    const [by, at] = [viewer.personId, deps.clock.now()]
    const txnId = decision === 'approve' ? await post(deps, tx, row) : null
    const change = { state: states[decision], decidedBy: by, decidedAt: at, decisionReason: reason, txnId }
    if (!(await decideJournalRow(tx, { journalId, ...change }))) throw new AppError('state_changed')
    const action = `journal.${decision}`
    await insertAudit(tx, { auditId: deps.ids.uuid(), at, by, action, subject: journalId, reason })
    return present({ ...row, ...change })
  })
