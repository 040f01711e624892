import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PostTiles } from '#features/post-tiles'
import { ListEnd } from '#shared/states'
import { buttonClass, EmptyState } from '#shared/ui'
import { useKept, type Kept } from '../list-queries.ts'

const Nothing = ({ list }: { list: Kept }): ReactNode => (
  <EmptyState
    scene="hat"
    title={list === 'saved' ? <Trans>Nothing saved yet</Trans> : <Trans>Nothing liked yet</Trans>}
    text={
      list === 'saved' ? (
        <Trans>Save a video while you watch it, and you find it here again.</Trans>
      ) : (
        <Trans>Like a video while you watch it, and you find it here again.</Trans>
      )
    }
  >
    <Link to="/" className={buttonClass('primary')}>
      <Trans>Back to the feed</Trans>
    </Link>
  </EmptyState>
)

/** The videos that the signed-in person saved, or likes. Only they see them. */
const KeptList = ({ list, enabled = true }: { list: Kept; enabled?: boolean }): ReactNode => {
  const videos = useKept(list, enabled)
  return (
    <>
      <PostTiles posts={videos.posts} />
      {videos.isSuccess && videos.posts.length === 0 && !videos.hasNextPage && <Nothing list={list} />}
      <ListEnd list={videos} />
    </>
  )
}

export default KeptList
