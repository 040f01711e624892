import type { ClientAction } from '@busker/contract'
import type { KeyValueStorage } from '#shared/storage'
import type { FactWay } from './create-facts.ts'

type Surface = ClientAction['surface']

/** Tells what only the app knows. Everything else is told by the server where it happens. */
export interface ActionReporter {
  /** The app came to the foreground. Told at most every 30 s, in all tabs together. */
  opened(): void
  /** Somebody came by a shared address. */
  shareLanding(landing: { postId: string; shareToken: string; surface: Surface }): void
  /** The answer to "Was this worth your time?", 1 to 5; without a post about the visit. */
  rated(rating: { postId: string | null; value: number; surface: Surface }): void
}

interface ActionWorld {
  readonly storage: KeyValueStorage
  nowMs(): number
  isoTime(ms: number): string
  uuid(): string
}

const openedKey = 'busker.opened-at'
const openedEveryMs = 30_000

type PostId = Extract<ClientAction, { kind: 'share_landing' }>['postId']

export const createActionReporter = (way: FactWay<ClientAction>, world: ActionWorld): ActionReporter => {
  const parts = () => ({ eventId: world.uuid(), clientTime: world.isoTime(world.nowMs()) })
  return {
    opened: () => {
      const nowMs = world.nowMs()
      const sinceMs = nowMs - Number(world.storage.get(openedKey) ?? Number.NaN)
      // A clock that was set back must not silence the app for long.
      if (sinceMs >= 0 && sinceMs < openedEveryMs) return
      world.storage.set(openedKey, String(nowMs))
      way.report({ ...parts(), kind: 'app_open', surface: 'other' })
    },
    // The ids came from the server as ids of posts; the brand exists only for the compiler.
    shareLanding: ({ postId, shareToken, surface }) =>
      way.report({ ...parts(), kind: 'share_landing', surface, postId: postId as PostId, shareToken }),
    rated: ({ postId, value, surface }) =>
      way.report({ ...parts(), kind: 'rating', surface, postId: postId as PostId | null, value }),
  }
}
