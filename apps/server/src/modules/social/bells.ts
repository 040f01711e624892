import type { PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { SocialDeps } from './deps.ts'
import { visiblePerson } from './reach.ts'
import { setBell } from './store/bells.ts'

/** Sets whether a follower hears of each new video of a person. */
export const ringBell = async (
  deps: SocialDeps,
  wish: { readonly viewer: PersonViewer; readonly handle: string; readonly wanted: boolean },
): Promise<{ bellByMe: boolean }> => {
  const { viewer, wanted } = wish
  const { personId: followeeId } = await visiblePerson(deps, wish.handle, viewer)
  const followerId: PersonId = viewer.personId
  // One row, so that who stops to follow in the same moment has no bell left.
  const follows = await setBell(deps.db.pool, {
    ...{ followerId, followeeId },
    since: wanted ? deps.clock.now() : null,
  })
  if (wanted && !follows) throw new AppError('follow_first')
  return { bellByMe: wanted }
}
