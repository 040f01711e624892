import { createRoute, redirect } from '@tanstack/react-router'
import { RecordPage } from '#features/capture'
import { CaptionEditorPage, CaptionsPage } from '#features/captions'
import { EditPage, PostPage } from '#features/post'
import { StatsPage } from '#features/post-stats'
import { ProfilePage, readTab } from '#features/profile'
import { ShareLandingPage } from '#features/social'
import { UploadPage, type UploadSearch } from '#features/upload'
import { LineagePage } from '#features/lineage'
import { readMadeFrom, type MadeFromSearch } from '#shared/posting'
import type { Root } from './root.tsx'

/** The addresses of one post, and of one person. */
export const postRoutes = (root: Root) => {
  const post = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId',
    component: () => <PostPage {...post.useParams()} />,
  })
  const upload = createRoute({
    getParentRoute: () => root,
    path: '/upload',
    validateSearch: ({ replaces, shared, ...rest }): MadeFromSearch & UploadSearch => ({
      ...(typeof replaces === 'string' && { replaces }),
      ...(shared === true && { shared }),
      ...readMadeFrom(rest),
    }),
    component: () => <UploadPage {...upload.useSearch()} />,
  })
  const record = createRoute({
    getParentRoute: () => root,
    path: '/upload/record',
    validateSearch: readMadeFrom,
    component: () => <RecordPage {...record.useSearch()} />,
  })
  const edit = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/edit',
    component: () => <EditPage {...edit.useParams()} />,
  })
  const stats = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/stats',
    component: () => <StatsPage {...stats.useParams()} />,
  })
  const lineage = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/lineage',
    validateSearch: ({ comment }): { comment?: string } => (typeof comment === 'string' ? { comment } : {}),
    component: () => <LineagePage {...lineage.useParams()} {...lineage.useSearch()} />,
  })
  const captions = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/captions',
    component: () => <CaptionsPage {...captions.useParams()} />,
  })
  const captionEditor = createRoute({
    getParentRoute: () => root,
    path: '/p/$postId/captions/$language',
    component: () => <CaptionEditorPage {...captionEditor.useParams()} />,
  })
  const share = createRoute({
    getParentRoute: () => root,
    path: '/s/$token',
    component: () => <ShareLandingPage {...share.useParams()} />,
  })
  const profile = createRoute({
    getParentRoute: () => root,
    path: '/@{$handle}',
    beforeLoad: ({ params: { handle } }) => {
      // Handles are lower case; an address typed otherwise means the same person.
      if (handle !== handle.toLowerCase())
        throw redirect({ to: '/@{$handle}', params: { handle: handle.toLowerCase() } })
    },
    validateSearch: ({ tab }) => readTab(tab),
    component: () => <ProfilePage {...profile.useParams()} {...profile.useSearch()} />,
  })
  return [upload, record, post, edit, stats, lineage, captions, captionEditor, share, profile] as const
}
