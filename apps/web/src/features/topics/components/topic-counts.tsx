import { Plural, Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** How many videos, by how many people. */
export const TopicCounts = ({ posts, creators }: { posts: number; creators: number }): ReactNode => {
  const videos = <Plural value={posts} one="# video" other="# videos" />
  const people = <Plural value={creators} one="# creator" other="# creators" />
  return (
    <Trans>
      {videos} by {people}
    </Trans>
  )
}
