import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Poster } from '#shared/player'
import { buttonClass, EmptyState, Page } from '#shared/ui'
import { useSaved } from '../list-queries.ts'
import { ListEnd } from '#shared/states'

/** The videos that the signed-in person saved. Only they see this page. */
const SavedPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const list = useSaved(Boolean(me))
  return (
    <Page title={t`Saved`} width="wide" intro={<Trans>Only you see this list.</Trans>}>
      {me === null ? (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      ) : (
        <>
          <ul className="grid grid-cols-3 gap-1.5 sm:gap-3 md:grid-cols-4 lg:gap-4">
            {list.posts.map((post) => (
              <li key={post.postId}>
                <Link
                  to="/p/$postId"
                  params={{ postId: post.postId }}
                  className="group relative block aspect-[9/16] overflow-hidden rounded-md bg-raised lg:rounded-lg"
                >
                  <Poster
                    playback={post.playback}
                    lazy
                    className="size-full object-cover transition duration-500 group-hover:scale-105"
                  />
                  <span className="absolute inset-x-0 bottom-0 truncate bg-linear-to-t from-[#120a0dcc] to-transparent px-2.5 pt-8 pb-2 text-2xs font-bold text-on-stage lg:text-xs">
                    <bdi>{post.author.displayName}</bdi>
                    <span className="sr-only"> {post.caption}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {list.isSuccess && list.posts.length === 0 && !list.hasNextPage && (
            <EmptyState
              scene="hat"
              title={<Trans>Nothing saved yet</Trans>}
              text={<Trans>Save a video while you watch it, and you find it here again.</Trans>}
            >
              <Link to="/" className={buttonClass('primary')}>
                <Trans>Back to the feed</Trans>
              </Link>
            </EmptyState>
          )}
          <ListEnd list={list} />
        </>
      )}
    </Page>
  )
}

export default SavedPage
