import type { getFeedAhead, PublishedPost, Slot } from '@busker/contract'
import { call } from '#shared/api'
import { forgetKept, keptCache, keptFolder, type Kept } from '#shared/offline'
import { anew } from '../ahead.ts'
import { hasRoom, mostKept, planKept, type Planned } from './plan.ts'
import { reserveSlot, writeKept } from './write-kept.ts'

/** An address of the server and the one under which its bytes are kept. */
type Part = readonly [from: string, to: string]

const folderOf = ({ post }: Slot): string => `${keptFolder}${post.postId}/${post.version}/`

/** The slot as it plays without a network, and what must be here for that. */
const keptForm = ({ slot, rendition }: Planned): { slot: Slot; parts: readonly Part[] } => {
  const folder = folderOf(slot)
  const { posterUrl, captions, ...playback } = slot.post.playback
  const keptPoster = posterUrl === null ? null : `${folder}poster`
  const keptCaptions = captions.map((track) => ({ ...track, url: `${folder}captions/${track.language}` }))
  const kept = {
    ...playback,
    renditions: [{ ...rendition, url: `${folder}${rendition.name}` }],
    ...{ streamUrl: null, sprites: null, previewUrl: null },
    posterUrl: keptPoster,
    captions: keptCaptions,
  }
  const parts: Part[] = [
    [rendition.url, `${folder}${rendition.name}`],
    ...(posterUrl === null ? [] : [[posterUrl, `${folder}poster`] as const]),
    ...captions.map(({ url, language }) => [url, `${folder}captions/${language}`] as const),
  ]
  return { slot: { ...slot, post: { ...slot.post, playback: kept } }, parts }
}

const isHere = async (cache: Cache, parts: readonly Part[]): Promise<boolean> => {
  const found = await Promise.all(parts.map(([, to]) => cache.match(to)))
  return found.every((answer) => answer !== undefined)
}

/** False when one of them is not to be had. */
const keepParts = async (cache: Cache, parts: readonly Part[], signal: AbortSignal): Promise<boolean> => {
  for (const [from, to] of parts) {
    if (await cache.match(to)) continue
    const answer = await fetch(from, { signal, priority: 'low' })
    if (!answer.ok) return false
    // The bytes alone: what a server says of age and range is not true of what is kept.
    const type = answer.headers.get('content-type') ?? 'application/octet-stream'
    await cache.put(to, new Response(await answer.blob(), { headers: { 'content-type': type } }))
  }
  return true
}

/** What is kept and not wanted any more goes first: its room is needed. */
const dropOthers = async (cache: Cache, planned: readonly Planned[]): Promise<void> => {
  const folders = planned.map(({ slot }) => folderOf(slot))
  const kept = await cache.keys()
  const others = kept.filter(({ url }) => {
    const { pathname } = new URL(url)
    return !pathname.endsWith('.json') && !folders.some((folder) => pathname.startsWith(folder))
  })
  await Promise.all(others.map((request) => cache.delete(request)))
}

/** What would come after a place of the feed, asked for once for each. */
let known: { readonly next: string; readonly posts: readonly PublishedPost[] } | null = null

/**
 * The videos that come next, ten if there are so many: those that were served, and after them those that would be if they
 * were asked for now. To ask for them in earnest would decide what comes before the last swipes are known.
 */
const comingNext = async (
  { slots, mode }: Kept,
  next: string | null,
  signal: AbortSignal,
): Promise<readonly Slot[]> => {
  if (slots.length >= mostKept || next === null || next === anew) return slots
  if (known?.next !== next) {
    const query = { cursor: next, limit: mostKept, mode }
    const { posts } = await call<typeof getFeedAhead>('GET', '/v1/feed/ahead', { query, signal })
    known = { next, posts }
  }
  const served = new Set(slots.map(({ post }) => post.postId))
  return [...slots, ...known.posts.filter(({ postId }) => !served.has(postId)).map(reserveSlot)]
}

/**
 * Keeps the next videos for a time without a network, one after the other and behind everything else on the line. What is
 * listed is whole: the list is written anew after each video.
 */
export const keepAhead = async (
  coming: Kept,
  {
    next,
    saving,
    signal,
  }: { readonly next: string | null; readonly saving: boolean; readonly signal: AbortSignal },
): Promise<void> => {
  if (!('caches' in window) || !('serviceWorker' in navigator)) return
  // Who saves data, or has no room, keeps nothing, and nothing from before either.
  if (saving || !hasRoom(await navigator.storage.estimate())) return forgetKept()
  const { me, mode } = coming
  const planned = planKept(await comingNext(coming, next, signal).catch(() => coming.slots))
  // At the end of the feed what was kept before is better than nothing.
  if (planned.length === 0) return
  const cache = await caches.open(keptCache)
  await dropOthers(cache, planned)
  const forms = planned.map(keptForm)
  const whole = new Set<Slot>()
  const list = (): Promise<void> =>
    writeKept(cache, { me, mode, slots: forms.map(({ slot }) => slot).filter((slot) => whole.has(slot)) })
  // What was kept before is listed first of all: the old list names what has just been dropped.
  for (const { slot, parts } of forms) if (await isHere(cache, parts)) whole.add(slot)
  await list()
  for (const { slot, parts } of forms) {
    if (whole.has(slot) || !(await keepParts(cache, parts, signal))) continue
    whole.add(slot)
    await list()
  }
}
