import type { FeedMode, Me, Slot } from '@busker/contract'

/** Read by the worker too, which imports nothing that pages load: `worker/kept-videos.ts`. */
export const keptCache = 'busker-kept'
export const keptFolder = '/kept/'
export const keptList = `${keptFolder}feed.json`
export const keptFormat = 1

/** What plays without a network: the next videos of one person's feed, with addresses of their own. */
export interface Kept {
  readonly me: Me | null
  readonly mode: FeedMode
  readonly slots: readonly Slot[]
}

/** Begins what stands in place of the id of a slot where there was no serving. */
export const reserve = 'reserve:'

/** The serving that this was; null: it was none. */
export const servedId = ({ slotId }: Pick<Slot, 'slotId'>): string | null =>
  slotId.startsWith(reserve) ? null : slotId

/** Null: nothing is kept, or by another version of this app. */
export const readKept = async (): Promise<Kept | null> => {
  if (!('caches' in window)) return null
  try {
    const answer = await caches.match(keptList, { cacheName: keptCache })
    if (!answer) return null
    // Written by `features/feed/keep` of the same format.
    const kept = (await answer.json()) as Kept & { readonly format: number }
    return kept.format === keptFormat ? kept : null
  } catch {
    // A browser may refuse its caches in a private window.
    return null
  }
}

/** What was kept belongs to who watched. */
export const forgetKept = async (): Promise<void> => {
  if ('caches' in window) await caches.delete(keptCache).catch(() => false)
}
