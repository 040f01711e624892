import type { CommentId, ListedAppeal } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { ModerationDeps } from './deps.ts'
import { tellAuthor, undo } from './decide.ts'
import { gradesAbout } from './grades.ts'
import { presentDecision, presentRuling } from './present.ts'
import { mayRule } from './rules/appeals.ts'
import { listAppeals as readAppeals, lockAppeal, saveRuling, type AppealRow } from './store/appeals.ts'
import { findDecisions, lockAuthor } from './store/decisions.ts'

interface Asking {
  readonly viewer: PersonViewer
  readonly staff: readonly { personId: PersonViewer['personId'] }[]
  readonly now: Date
}

const mayOf = (row: AppealRow, { viewer, staff, now }: Asking): ListedAppeal['may'] =>
  mayRule({
    ...{ viewerId: viewer.personId, decidedBy: row.decisionBy, appellantId: row.personId },
    ...{ appealedAt: row.createdAt, staff: staff.map(({ personId }) => personId), now },
  })

/** A page of appeals with what they are against, in six reads. */
export const listAppeals = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  page: { state: 'open' | 'closed'; after?: string | undefined; limit: number },
): Promise<{ appeals: ListedAppeal[]; more: boolean }> => {
  const { pool } = deps.db
  const rows = await readAppeals(pool, { ...page, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  const ids = shown.map(({ decisionId }) => decisionId)
  const personIds = shown.map(({ personId }) => personId)
  const [decisions, people, staff, { grades }] = await Promise.all([
    findDecisions(pool, ids),
    deps.identity.getAuthors(pool, personIds),
    deps.identity.listStaff(pool),
    gradesAbout(pool, personIds),
  ])
  const comments = await deps.content.findComments(
    pool,
    // Checked boundary: the target of a decision about a comment is that comment.
    decisions.flatMap((row) => (row.targetKind === 'comment' ? [row.targetId as CommentId] : [])),
  )
  const words = new Map<string, string>(comments.map(({ commentId, text }) => [commentId, text]))
  const byId = new Map(decisions.map((row) => [row.decisionId, row]))
  const now = deps.clock.now()
  const appeals = shown.map((row): ListedAppeal => {
    const decision = byId.get(row.decisionId)
    assert(decision !== undefined, 'a foreign key holds the decision of an appeal')
    return {
      ...{ appealId: row.appealId, text: row.text, createdAt: row.createdAt.toISOString() },
      ...{ decision: presentDecision(decision, grades), postId: decision.postId },
      commentText: words.get(decision.targetId) ?? null,
      person: people.get(row.personId) ?? null,
      ruling: presentRuling(row),
      may: mayOf(row, { viewer, staff, now }),
    }
  })
  return { appeals, more: rows.length > page.limit }
}

interface Ruling {
  readonly viewer: PersonViewer
  readonly appealId: string
  readonly outcome: 'upheld' | 'overturned'
  readonly text: string
}

/** Rules on an appeal, once; the same ruling by the same person again changes nothing. */
export const ruleOn = (deps: ModerationDeps, given: Ruling): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { viewer, appealId, outcome, text } = given
    const row = await lockAppeal(tx, appealId)
    if (!row) throw new AppError('not_found')
    if (row.outcome !== null) {
      if (row.ruledBy === viewer.personId && row.outcome === outcome && row.answer === text) return
      throw new AppError('state_changed')
    }
    const at = deps.clock.now()
    const may = mayOf(row, { viewer, staff: await deps.identity.listStaff(tx), now: at })
    if (may.rule !== 'yes') throw new AppError(may.rule === 'own_case' ? 'forbidden' : 'own_decision')
    await lockAuthor(tx, row.personId)
    const [decision] = await findDecisions(tx, [row.decisionId])
    assert(decision !== undefined, 'a foreign key holds the decision of an appeal')
    await saveRuling(tx, appealId, { outcome, by: viewer.personId, at, text, samePerson: may.samePerson })
    if (outcome === 'overturned' && decision.undoneAt === null)
      await undo(deps, tx, { decision, by: 'appeal', viewer, text })
    await tellAuthor(deps, tx, { decision, kind: outcome, at })
  })
