import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './client.ts'

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The feed is another one from then on: what of it was fetched and not yet shown is out of date. */
      readonly changesFeed?: boolean
    }
  }
}

/** How often the feed was told something in this visit. */
export const feedChangesKey = ['feed-changes'] as const

const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && isApiError(error) && (error.code === 'network' || error.status >= 500)

/** The cache of everything the server told this page. */
export const createQueryClient = (): QueryClient => {
  const client = new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  client.getMutationCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    if (event.mutation.meta?.changesFeed === true)
      client.setQueryData<number>(feedChangesKey, (before = 0) => before + 1)
  })
  return client
}
