import type { Action, ActionOrigin, PersonId, PostId } from '@busker/contract'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import { findShare } from './store/shares.ts'

/** What a request says about its circumstances, for the facts. */
export interface Told {
  readonly surface: Action['surface']
  readonly timeZone?: string | undefined
  /** The shared address that the page says somebody came by. */
  readonly shareToken?: string | undefined
  readonly origin?: ActionOrigin
}

type Headers = Parameters<SocialDeps['originOf']>[0]

/** Reads what a request says about its circumstances: its own words, and the app that it came from. */
export const circumstances =
  (deps: Pick<SocialDeps, 'originOf'>) =>
  (query: Omit<Told, 'origin'>, request: { readonly headers: Headers }): Told => ({
    ...query,
    origin: deps.originOf(request.headers),
  })

export interface Act {
  readonly kind: Action['kind']
  readonly personId: PersonId
  readonly postId?: PostId
  readonly authorId: PersonId
  readonly shareToken?: string
}

/**
 * The shared address that an act is put down to: it must be of this post, or of one by this author, and not of whoever
 * acts. What a page merely claims is not kept.
 */
const creditOf = async (deps: SocialDeps, tx: Tx, act: Act & { told: Told }): Promise<string | null> => {
  const token = act.told.shareToken
  if (token === undefined) return null
  const share = await findShare(tx, token)
  if (share === null || share.personId === act.personId) return null
  if (share.postId === act.postId) return token
  return (await deps.posts.authorOf(tx, share.postId)) === act.authorId ? token : null
}

/** Tells the facts what somebody did, in the transaction of the change: what did not happen is never told. */
export const tell = async (deps: SocialDeps, tx: Tx, act: Act & { told: Told }): Promise<void> =>
  deps.bus.emit(tx, 'social.acted', {
    eventId: deps.ids.uuid(),
    kind: act.kind,
    personId: act.personId,
    postId: act.postId ?? null,
    authorId: act.authorId,
    surface: act.told.surface,
    value: 1,
    shareToken: act.shareToken ?? (await creditOf(deps, tx, act)),
    tags: [],
    at: deps.clock.now().toISOString(),
    timeZone: act.told.timeZone ?? null,
    ...(act.told.origin === undefined ? {} : { origin: act.told.origin }),
  })
