import type { DecideBody, Measures, PersonId, ReportReason } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import { onCommit, type Tx } from '#platform/postgres'
import type { ModerationDeps } from './deps.ts'
import { applyChange } from './effects.ts'
import { maySuspend, mayWithdraw, mayWorkOn } from './policy.ts'
import { misfit } from './rules/fitting.ts'
import { closeCase, lockCase, type CaseRow } from './store/cases.ts'
import {
  findDecisions,
  insertDecision,
  insertUndoing,
  lockAuthor,
  type DecisionRow,
  type KeptDecision,
} from './store/decisions.ts'
import { closeReports } from './store/reports.ts'

export const noMeasures: Measures = {
  ...{ removed: false, limited: false, minimumAge: null, labels: [], suspension: null },
}

const mostPeopleInEvent = 500

interface Given {
  readonly viewer: PersonViewer
  readonly caseId: string
  readonly decisionId: string
  readonly body: DecideBody
}

const asked = (body: DecideBody, reason: ReportReason) =>
  body.kind === 'dismiss'
    ? { kind: body.kind, rule: reason, text: body.text, measures: noMeasures, violation: false }
    : body

const checkMeasures = async (
  deps: ModerationDeps,
  tx: Tx,
  given: { viewer: PersonViewer; row: CaseRow; body: DecideBody },
): Promise<void> => {
  const { viewer, row, body } = given
  if (body.kind === 'dismiss') return
  const message = misfit(row.targetKind, { ...body.measures, violation: body.violation })
  if (message !== null) throw new AppError('invalid_request', { fields: [{ path: 'measures', message }] })
  if (body.measures.suspension === null) return
  const staff = await deps.identity.listStaff(tx)
  const role = staff.find(({ personId }) => personId === row.authorId)?.role ?? 'person'
  if (!maySuspend(viewer, role)) throw new AppError('forbidden')
}

/** True: this very decision was made before, and its answer was lost. */
const wasMade = async (tx: Tx, { decisionId, caseId, viewer }: Given): Promise<boolean> => {
  const [known] = await findDecisions(tx, [decisionId])
  if (!known) return false
  if (known.caseId !== caseId || known.decidedBy !== viewer.personId) throw new AppError('key_reused')
  return true
}

const checkHeld = (row: CaseRow, viewer: PersonViewer, now: Date): void => {
  if (!mayWorkOn(viewer, row)) throw new AppError('forbidden')
  if (row.closedAt !== null) throw new AppError('state_changed')
  const isHeld = row.holderId === viewer.personId && row.heldUntil !== null && row.heldUntil > now
  if (!isHeld) throw new AppError('claimed_by_other')
}

/** Closes the case and its reports, and tells whoever made them. */
const close = async (deps: ModerationDeps, tx: Tx, decision: DecisionRow & { decidedBy: PersonId }) => {
  const { caseId, decisionId, decidedAt: at, decidedBy: by } = decision
  const outcome = decision.kind === 'act' ? 'acted' : 'no_violation'
  await closeCase(tx, caseId, { at, by, outcome, decisionId })
  const reporters = await closeReports(tx, caseId, { at, by })
  for (let from = 0; from < reporters.length; from += mostPeopleInEvent) {
    const personIds = reporters.slice(from, from + mostPeopleInEvent)
    await deps.bus.emit(tx, 'moderation.report_closed', { caseId, personIds, outcome, at: at.toISOString() })
  }
}

/**
 * Decides a case in one transaction: the record, what follows for the target and its author, the end of the case and of
 * its reports, and the events to those concerned.
 */
export const decide = (deps: ModerationDeps, given: Given): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { viewer, caseId, decisionId, body } = given
    const row = await lockCase(tx, caseId)
    if (!row) throw new AppError('not_found')
    if (await wasMade(tx, given)) return
    const decidedAt = deps.clock.now()
    checkHeld(row, viewer, decidedAt)
    await checkMeasures(deps, tx, { viewer, row, body })
    await lockAuthor(tx, row.authorId)
    const decision = {
      ...{ decisionId, caseId, targetKind: row.targetKind, targetId: row.targetId, postId: row.postId },
      ...{ authorId: row.authorId, ...asked(body, row.reason) },
      ...{ automated: false, decidedBy: viewer.personId, decidedAt },
    }
    const held = await applyChange(deps, tx, { concerned: row, change: { add: decision } })
    await insertDecision(tx, decision, held)
    await close(deps, tx, decision)
    if (decision.kind === 'act') await tellAuthor(deps, tx, { decision, kind: 'decided', at: decidedAt })
    onCommit(tx, () =>
      deps.log.event('case.decided', { caseId, decisionId, kind: decision.kind, by: viewer.personId }),
    )
  })

export const tellAuthor = (
  deps: ModerationDeps,
  tx: Tx,
  told: {
    decision: Pick<DecisionRow, 'decisionId' | 'authorId'>
    kind: 'decided' | 'upheld' | 'overturned' | 'withdrawn'
    at: Date
  },
): Promise<void> => {
  const { decision, kind, at } = told
  const { decisionId, authorId: personId } = decision
  return deps.bus.emit(tx, 'moderation.decided', { decisionId, personId, kind, at: at.toISOString() })
}

/** Takes back what a decision demanded, except what others that stand demand too. The caller holds the author's lock. */
export const undo = async (
  deps: ModerationDeps,
  tx: Tx,
  given: { decision: KeptDecision; by: 'appeal' | 'withdrawal'; viewer: PersonViewer; text: string },
): Promise<void> => {
  const { decision, by, viewer, text } = given
  const { decisionId } = decision
  const held = await applyChange(deps, tx, { concerned: decision, change: { drop: decisionId } })
  const undoneAt = deps.clock.now()
  await insertUndoing(tx, { decisionId, by, personId: viewer.personId, text, undoneAt }, held)
  onCommit(tx, () => deps.log.event('decision.undone', { decisionId, by, person: viewer.personId }))
}

/** Takes a decision back without an appeal. Of one that was undone already nothing changes. */
export const withdraw = (
  deps: ModerationDeps,
  given: { viewer: PersonViewer; decisionId: string; text: string },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { viewer, decisionId, text } = given
    const [found] = await findDecisions(tx, [decisionId])
    if (!found) throw new AppError('not_found')
    if (!mayWithdraw(viewer, found)) throw new AppError('forbidden')
    await lockAuthor(tx, found.authorId)
    const [decision] = await findDecisions(tx, [decisionId])
    if (decision?.kind !== 'act') throw new AppError('state_changed')
    if (decision.undoneBy === 'withdrawal') return
    if (decision.undoneBy !== null) throw new AppError('state_changed')
    await undo(deps, tx, { decision, by: 'withdrawal', viewer, text })
    await tellAuthor(deps, tx, { decision, kind: 'withdrawn', at: deps.clock.now() })
  })
