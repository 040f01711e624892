import type { EmbedDeps } from './deps.ts'
import { publicPostAt } from './public-posts.ts'
import { pageAt } from './rules/own-address.ts'
import { headOfPerson, headOfPost, type PageHead, type Site } from './rules/page-head.ts'

/** So long a preview may be older than the post; what was taken down is gone from previews by then. */
const freshMs = 30_000
const mostKept = 1000

interface Kept {
  readonly head: PageHead | null
  readonly untilMs: number
}

/** Heads of pages, each made once in a while however often its page is asked for. */
export type PageHeads = (path: string, site: Site) => Promise<PageHead | null>

const makeHead = async (deps: EmbedDeps, path: string, site: Site): Promise<PageHead | null> => {
  const page = pageAt(path)
  if (page === null) return null
  if (page.kind === 'person') {
    const person = await deps.identity.findByHandle(deps.db.pool, page.handle)
    return person && headOfPerson(person, site)
  }
  const post = await publicPostAt(deps, page)
  return post && headOfPost(post, site)
}

export const createPageHeads = (deps: EmbedDeps): PageHeads => {
  const kept = new Map<string, Kept>()
  return async (path, site) => {
    if (pageAt(path) === null) return null
    const key = `${site.origin}${path}`
    const nowMs = deps.clock.nowMs()
    const known = kept.get(key)
    if (known && known.untilMs > nowMs) return known.head
    const head = await makeHead(deps, path, site)
    kept.delete(key)
    kept.set(key, { head, untilMs: nowMs + freshMs })
    // The map keeps the order in which they were made: the first is the oldest.
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return head
  }
}
