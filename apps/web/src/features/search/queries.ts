import type {
  chooseResult,
  discover,
  forgetSearches,
  listContentGaps,
  listRecentSearches,
  search,
  SearchKind,
  suggestSearches,
} from '@busker/contract'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { call } from '#shared/api'

const keys = {
  results: (q: string, kind: SearchKind) => ['search', q, kind] as const,
  suggestions: (q: string) => ['search-suggestions', q] as const,
  recent: ['recent-searches'] as const,
  discover: ['discover'] as const,
  gaps: ['content-gaps'] as const,
}

const mostPages = 20
const suggestionsFreshMs = 30_000

export const useResults = (q: string, kind: SearchKind) =>
  useInfiniteQuery({
    queryKey: keys.results(q, kind),
    queryFn: ({ pageParam, signal }) =>
      call<typeof search>('GET', '/v1/search', { query: { q, kind, page: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more && pages.length < mostPages ? pages.length : undefined),
    enabled: q !== '',
  })

export const useSuggestions = (q: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.suggestions(q),
    queryFn: ({ signal }) =>
      call<typeof suggestSearches>('GET', '/v1/search/suggestions', { query: { q }, signal }),
    select: ({ suggestions }) => suggestions,
    placeholderData: keepPreviousData,
    staleTime: suggestionsFreshMs,
    enabled,
  })

/** Tells that something of a search was chosen: what leads nowhere is a gap. Nothing waits for it. */
export const tellChosen = (searchId: string): void => {
  call<typeof chooseResult>('PUT', '/v1/search/:searchId/chosen', { params: { searchId } }).catch(
    () => undefined,
  )
}

export const useRecentSearches = (enabled: boolean) =>
  useQuery({
    queryKey: keys.recent,
    queryFn: ({ signal }) => call<typeof listRecentSearches>('GET', '/v1/me/searches', { signal }),
    select: ({ searches }) => searches,
    enabled,
  })

export const useForgetSearches = () => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (q: string | null) =>
      call<typeof forgetSearches>('DELETE', '/v1/me/searches', { query: q === null ? {} : { q } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.recent }),
        client.invalidateQueries({ queryKey: ['search-suggestions'] }),
      ]),
  })
}

export const useDiscover = () =>
  useQuery({
    queryKey: keys.discover,
    queryFn: ({ signal }) => call<typeof discover>('GET', '/v1/discover', { signal }),
  })

export const useGaps = (enabled: boolean) =>
  useQuery({
    queryKey: keys.gaps,
    queryFn: ({ signal }) => call<typeof listContentGaps>('GET', '/v1/search/gaps', { signal }),
    select: ({ gaps }) => gaps,
    enabled,
  })
