import type { CommentId, PersonId, PostId, ReportTarget } from '@busker/contract'
import type { Tx } from '#platform/postgres'
import type { ModerationDeps } from './deps.ts'
import {
  postEffects,
  suspensionEffect,
  type Held,
  type HeldChange,
  type PostEffects,
  type SuspensionEffect,
} from './rules/effects.ts'
import { demandsOf, suspensionsOf, type KeptDemand } from './store/decisions.ts'

/** Whose something is, and what it is. */
export interface Concerned {
  readonly targetKind: ReportTarget['kind']
  readonly targetId: string
  readonly authorId: PersonId
}

const applyToTarget = async (
  deps: ModerationDeps,
  tx: Tx,
  given: { concerned: Concerned; effects: PostEffects },
): Promise<void> => {
  const { targetKind, targetId } = given.concerned
  switch (targetKind) {
    case 'post':
      // Checked boundary: the target of a decision about a post is that post.
      await deps.posts.restrict(tx, targetId as PostId, given.effects)
      return
    case 'comment': {
      // Checked boundary: likewise.
      const commentId = targetId as CommentId
      await (given.effects.removed
        ? deps.comments.remove(tx, commentId)
        : deps.comments.restore(tx, commentId))
      return
    }
    case 'person':
      return
  }
}

const kept = (suspension: SuspensionEffect | null): Held['suspension'] =>
  suspension && { until: suspension.until?.toISOString() ?? null, reason: suspension.reason }

/** A decision that comes to those that stand, or one that falls. */
export type Change = { readonly add: KeptDemand } | { readonly drop: string }

const changed = (standing: readonly KeptDemand[], change: Change): readonly KeptDemand[] =>
  'add' in change
    ? [...standing, change.add]
    : standing.filter(({ decisionId }) => decisionId !== change.drop)

/**
 * Brings about what the decisions that stand after a change demand: no more and no less, whatever was asked for or
 * taken back in between. The caller holds the lock of the author and writes the record.
 */
export const applyChange = async (
  deps: ModerationDeps,
  tx: Tx,
  { concerned, change }: { concerned: Concerned; change: Change },
): Promise<HeldChange> => {
  const demands = await demandsOf(tx, concerned)
  const suspensions = await suspensionsOf(tx, concerned.authorId)
  const effects = postEffects(changed(demands, change))
  const suspension = suspensionEffect(changed(suspensions, change))
  await applyToTarget(deps, tx, { concerned, effects })
  await deps.identity.suspend(tx, concerned.authorId, suspension)
  return {
    before: { target: postEffects(demands), suspension: kept(suspensionEffect(suspensions)) },
    after: { target: effects, suspension: kept(suspension) },
  }
}
