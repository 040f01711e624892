import type { SearchKind } from '@busker/contract'

export const searchKinds: readonly SearchKind[] = ['top', 'posts', 'people', 'tags']

/** The part of an address after `?`, as far as it is one of ours. */
export const readSearch = (given: Record<string, unknown>): { q?: string; kind?: SearchKind } => {
  const kind = searchKinds.find((one) => one === given['kind'])
  // A number in an address is a query, too.
  const q = typeof given['q'] === 'string' || typeof given['q'] === 'number' ? String(given['q']) : ''
  return { ...(q === '' ? {} : { q: q.slice(0, 100) }), ...(kind === undefined ? {} : { kind }) }
}
