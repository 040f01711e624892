import type { Anchor, explainSlot as explainSlotEndpoint, ResponseOf } from '@busker/contract'
import { AppError } from '#platform/errors'
import { viewerKey, type Viewer } from '#platform/http'
import type { ControlDeps } from './controls.ts'
import { findServedTo } from './store/explained-slots.ts'

type Explanation = ResponseOf<typeof explainSlotEndpoint>

/** None of these is among what the recommender is told (`Input` of `@busker/ranking`) to rank by. */
const notUsed: Explanation['notUsed'] = [
  'contacts',
  'location',
  'payments',
  'messages',
  'other_sites',
  'demographics',
]

/** Words for what a slot stands on, as the viewer may see it now; null when it is gone or hidden. */
const describe = async (
  deps: ControlDeps,
  anchor: Anchor | null,
  viewer: Viewer,
): Promise<Explanation['anchor']> => {
  switch (anchor?.kind) {
    case undefined:
      return null
    case 'topic':
      return anchor
    case 'post': {
      const post = (await deps.posts.getCards([anchor.postId], viewer)).get(anchor.postId)
      return post ? { kind: 'post', post } : null
    }
    case 'creator': {
      const author = (await deps.identity.getAuthors(deps.db.pool, [anchor.personId])).get(anchor.personId)
      return author ? { kind: 'creator', author } : null
    }
  }
}

/** Why a slot was served, from what was written down then: nothing is guessed afterwards. */
export const explainSlot = async (
  deps: ControlDeps,
  slotId: string,
  viewer: Viewer,
): Promise<Explanation> => {
  const slot = await findServedTo(deps.db.pool, viewerKey(viewer), slotId)
  if (!slot) throw new AppError('not_found')
  const terms = (slot.terms ?? []).toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value))
  return {
    ...slot,
    terms,
    anchor: await describe(deps, slot.anchor, viewer),
    servedAt: slot.servedAt.toISOString(),
    notUsed,
  }
}
