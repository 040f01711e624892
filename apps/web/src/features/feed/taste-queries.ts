import type { Author, getTaste, listTopics } from '@busker/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '#shared/api'

const keys = { topics: ['feed-topics'], watched: ['feed-watched'], taste: ['taste'] } as const

/** Topics to choose from, for whom nothing is known of yet. Null: there are none, or something is known. */
export const useFirstTopics = (): readonly string[] | null => {
  const watched = useQuery({
    queryKey: keys.watched,
    queryFn: ({ signal }) => call<typeof getTaste>('GET', '/v1/me/taste', { signal }),
    select: (taste) => taste.watched,
    staleTime: Infinity,
    retry: false,
  }).data
  const topics = useQuery({
    queryKey: keys.topics,
    queryFn: ({ signal }) => call<typeof listTopics>('GET', '/v1/feed/topics', { signal }),
    enabled: watched === 0,
    staleTime: Infinity,
    retry: false,
  }).data?.topics
  return watched === 0 && topics && topics.length > 0 ? topics.map(({ topic }) => topic) : null
}

const mostSuggested = 5

/** Creators whom the viewer stays with more than people usually do and does not follow, the strongest first. */
export const useStayedWith = (): readonly Author[] => {
  const creators = useQuery({
    queryKey: keys.taste,
    queryFn: ({ signal }) => call<typeof getTaste>('GET', '/v1/me/taste', { signal }),
    select: (taste) => taste.creators,
    retry: false,
  }).data
  return (creators ?? [])
    .filter(({ strength, posts }) => strength > 0 && posts[0]?.followedByMe === false)
    .slice(0, mostSuggested)
    .map(({ author }) => author)
}
