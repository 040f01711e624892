import type { LineageStep, PostId } from '@busker/contract'

/**
 * Of the steps upwards from a post, nearest first, those that a viewer is told: what they do not see tells nothing of
 * where it came from.
 */
export const stepsShown = (
  from: PostId,
  steps: readonly LineageStep[],
  visible: ReadonlySet<PostId>,
): LineageStep[] => {
  const reached = new Set([from])
  return steps.filter(({ childId, parentId }) => {
    if (!reached.has(childId)) return false
    if (visible.has(parentId)) reached.add(parentId)
    return true
  })
}
