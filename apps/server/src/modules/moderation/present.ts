import type {
  Author,
  Grade,
  ListedCase,
  ModerationDecision,
  PersonId,
  PostId,
  ReportTarget,
} from '@busker/contract'
import type { Concerned } from './effects.ts'
import { severityOf } from './rules/severity.ts'
import type { AppealRow } from './store/appeals.ts'
import type { CaseRow } from './store/cases.ts'
import type { KeptDecision } from './store/decisions.ts'

export const targetOf = ({ targetKind, targetId, authorId }: Concerned): ReportTarget => {
  switch (targetKind) {
    case 'person':
      return { kind: 'person', personId: authorId }
    case 'comment':
      return { kind: 'comment', commentId: targetId }
    case 'post':
      // Checked boundary: the id of a target of the kind post is that of a post.
      return { kind: 'post', postId: targetId as PostId }
  }
}

export const presentCase = (
  row: CaseRow,
  found: { people: ReadonlyMap<PersonId, Author>; viewerId: PersonId; now: Date },
): ListedCase => {
  const { holderId, heldUntil } = row
  const isHeld = holderId !== null && heldUntil !== null && heldUntil > found.now
  return {
    ...{ caseId: row.caseId, target: targetOf(row), reason: row.reason, severity: severityOf(row.reason) },
    ...{ priority: row.priority, reporters: row.reporters, postId: row.postId },
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    about: found.people.get(row.authorId) ?? null,
    claim: isHeld
      ? {
          by: found.people.get(holderId) ?? null,
          mine: holderId === found.viewerId,
          until: heldUntil.toISOString(),
        }
      : null,
  }
}

/** A decision without the name of whoever made it: neither its author nor who rules on an appeal is told. */
export const presentDecision = (
  row: KeptDecision,
  grades: ReadonlyMap<string, Grade>,
): ModerationDecision => ({
  ...{ decisionId: row.decisionId, target: targetOf(row), rule: row.rule, text: row.text },
  ...{ measures: row.measures, automated: row.automated },
  grade: grades.get(row.decisionId) ?? 'none',
  decidedAt: row.decidedAt.toISOString(),
  undone: row.undoneAt && row.undoneBy ? { at: row.undoneAt.toISOString(), by: row.undoneBy } : null,
})

export const presentRuling = ({ outcome, ruledAt, answer, samePerson }: AppealRow) =>
  outcome === null || ruledAt === null
    ? null
    : { outcome, text: answer ?? '', at: ruledAt.toISOString(), samePerson }
