import type { LineageKind, LineageStep, PostId } from '@busker/contract'

/** A video from which others came, and how each of these came from it. */
export interface Parent {
  readonly parentId: PostId
  readonly uses: readonly { readonly childId: PostId; readonly kinds: readonly LineageKind[] }[]
}

/** The videos above one, as they are drawn: the farthest on top. */
export const parentsAbove = (steps: readonly LineageStep[]): Parent[] => {
  const farthest = steps.toSorted((one, other) => other.depth - one.depth)
  const byParent = Map.groupBy(farthest, ({ parentId }) => parentId)
  return Array.from(byParent, ([parentId, ofParent]) => ({
    parentId,
    uses: Array.from(
      Map.groupBy(ofParent, ({ childId }) => childId),
      ([childId, ofChild]) => ({ childId, kinds: ofChild.map(({ kind }) => kind) }),
    ),
  }))
}
