import { createRoute } from '@tanstack/react-router'
import { DiscoverPage, GapsPage, readSearch, SearchPage } from '#features/search'
import { FollowedPage, readOrder, SoundPage, TagPage } from '#features/topics'
import type { Root } from './root.tsx'

/** The addresses of looking around. */
export const searchRoutes = (root: Root) => {
  const search = createRoute({
    getParentRoute: () => root,
    path: '/search',
    validateSearch: readSearch,
    component: () => <SearchPage {...search.useSearch()} />,
  })
  const discover = createRoute({ getParentRoute: () => root, path: '/discover', component: DiscoverPage })
  const gaps = createRoute({ getParentRoute: () => root, path: '/search/gaps', component: GapsPage })
  const tag = createRoute({
    getParentRoute: () => root,
    path: '/tag/$tag',
    validateSearch: readOrder,
    component: () => <TagPage {...tag.useParams()} {...tag.useSearch()} />,
  })
  const sound = createRoute({
    getParentRoute: () => root,
    path: '/sound/$soundId',
    validateSearch: readOrder,
    component: () => <SoundPage {...sound.useParams()} {...sound.useSearch()} />,
  })
  const followed = createRoute({ getParentRoute: () => root, path: '/followed', component: FollowedPage })
  return [search, discover, gaps, tag, sound, followed] as const
}
