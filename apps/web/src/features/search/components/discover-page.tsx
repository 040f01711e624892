import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PostTiles } from '#features/post-tiles'
import { NotLoaded, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Page } from '#shared/ui'
import { useDiscover } from '../queries.ts'
import { PeopleList, SoundList, TagList } from './found-lists.tsx'
import { SearchBox } from './search-box.tsx'

const Part = (props: { title: ReactNode; children: ReactNode }): ReactNode => (
  <section className="grid gap-4">
    <h2 className="text-xl">{props.title}</h2>
    {props.children}
  </section>
)

const Content = (): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const query = useDiscover()
  if (query.isError)
    return (
      <NotLoaded
        title={<Trans>This page did not load</Trans>}
        error={query.error}
        busy={query.isFetching}
        headingLevel={2}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <Waiting lines={4} />
  const { tags, posts, sounds, people, basis } = query.data
  if (posts.length + tags.length + people.length === 0)
    return (
      <EmptyState
        scene="stage"
        title={t`Nothing on yet`}
        text={<Trans>As soon as somebody performs, it can be found here.</Trans>}
      >
        <Link to="/upload" className={buttonClass('primary')}>
          <Trans>Post the first video</Trans>
        </Link>
      </EmptyState>
    )
  return (
    <div className="grid gap-10">
      {tags.length > 0 && (
        <Part title={basis.tags === 'rising' ? <Trans>Rising hashtags</Trans> : <Trans>New hashtags</Trans>}>
          <TagList tags={tags} onChoose={(tag) => void navigate({ to: '/tag/$tag', params: { tag } })} />
        </Part>
      )}
      {posts.length > 0 && (
        <Part title={basis.posts === 'rising' ? <Trans>Rising videos</Trans> : <Trans>New videos</Trans>}>
          <PostTiles posts={posts} />
        </Part>
      )}
      {sounds.length > 0 && (
        <Part title={<Trans>Rising sounds</Trans>}>
          <SoundList sounds={sounds} />
        </Part>
      )}
      {people.length > 0 && (
        <Part title={<Trans>People to follow</Trans>}>
          <PeopleList people={people} />
        </Part>
      )}
      {(basis.tags === 'rising' || sounds.length > 0) && (
        <p className="text-xs text-ink-soft">
          <Trans>
            Rising: more independent people than usual for it, in the last six hours. What is always popular
            does not rise, and accounts that act together count like one.
          </Trans>
        </p>
      )}
    </div>
  )
}

/** What is going on: where one looks without a word in mind. */
const DiscoverPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page title={t`Discover`} width="wide">
      <div className="mb-8">
        <SearchBox q="" />
      </div>
      <Content />
    </Page>
  )
}

export default DiscoverPage
