import type { PublishedPost } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { playTime } from '#shared/format'
import { Poster } from '#shared/player'

/** Videos of several people as posters, each with whose it is. */
export const PostTiles = (props: {
  posts: readonly PublishedPost[]
  onOpen?: (post: PublishedPost) => void
}): ReactNode => {
  const { t } = useLingui()
  return (
    <ul className="grid grid-cols-3 gap-1.5 sm:gap-3 md:grid-cols-4 lg:gap-4">
      {props.posts.map((post) => (
        <li key={post.postId}>
          <Link
            to="/p/$postId"
            params={{ postId: post.postId }}
            onClick={() => props.onOpen?.(post)}
            className="group relative block aspect-[9/16] overflow-hidden rounded-md bg-raised lg:rounded-lg"
          >
            <Poster
              playback={post.playback}
              lazy
              className="size-full object-cover transition duration-500 group-hover:scale-105"
            />
            <span className="absolute inset-x-0 bottom-0 flex items-center justify-between gap-2 bg-linear-to-t from-[#120a0dcc] to-transparent px-2.5 pt-8 pb-2 text-2xs font-bold text-on-stage lg:text-xs">
              <bdi className="truncate">{post.author.displayName}</bdi>
              <span className="sr-only"> {post.caption.trim() || t`Video`}</span>
              <span aria-hidden="true" className="tabular-nums">
                {playTime(post.playback.durationMs)}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
