import type { ResponseOf, search as contract, SearchKind } from '@busker/contract'
import { searchKinds } from '../kinds.ts'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PostTiles } from '#features/post-tiles'
import { typedTopic } from '#features/taste'
import { ListEnd } from '#shared/states'
import { buttonClass, classes, EmptyState, Page } from '#shared/ui'
import { tellChosen, useResults } from '../queries.ts'
import { PeopleList, TagList } from './found-lists.tsx'
import { RecentSearches } from './recent-searches.tsx'
import { SearchBox } from './search-box.tsx'

type Answer = ResponseOf<typeof contract>

const Kinds = ({ q, kind }: { q: string; kind: SearchKind }): ReactNode => {
  const { t } = useLingui()
  const names: Record<SearchKind, string> = {
    top: t`Top`,
    posts: t`Videos`,
    people: t`People`,
    tags: t`Hashtags`,
  }
  return (
    <nav aria-label={t`What is shown`} className="mt-4 flex gap-1 overflow-x-auto border-b border-line">
      {searchKinds.map((one) => (
        <Link
          key={one}
          to="/search"
          search={one === 'top' ? { q } : { q, kind: one }}
          replace
          aria-current={one === kind ? 'page' : undefined}
          className={classes(
            'grid min-h-11 place-items-center border-b-3 px-4 text-sm font-semibold whitespace-nowrap',
            one === kind ? 'border-curtain text-ink' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {names[one]}
        </Link>
      ))}
    </nav>
  )
}

const Part = (props: { title: ReactNode; shown: boolean; children: ReactNode }): ReactNode =>
  props.shown && (
    <section className="grid gap-3">
      <h2 className="text-lg">{props.title}</h2>
      {props.children}
    </section>
  )

const Found = ({ pages, kind }: { pages: readonly Answer[]; kind: SearchKind }): ReactNode => {
  const navigate = useNavigate()
  const [first] = pages
  // What was published between two pages moves the others on: none is shown twice.
  const posts = [...new Map(pages.flatMap((page) => page.posts.map((post) => [post.postId, post]))).values()]
  const people = [
    ...new Map(pages.flatMap((page) => page.people.map((person) => [person.personId, person]))).values(),
  ]
  const tags = [...new Map(pages.flatMap((page) => page.tags.map((found) => [found.tag, found]))).values()]
  const chosen = (): void => {
    if (first) tellChosen(first.searchId)
  }
  const openTag = (tag: string): void => {
    chosen()
    void navigate({ to: '/tag/$tag', params: { tag } })
  }
  const isTop = kind === 'top'
  return (
    <div className="grid gap-8">
      <Part title={<Trans>People</Trans>} shown={people.length > 0 && isTop}>
        <PeopleList people={people} onOpen={chosen} />
      </Part>
      <Part title={<Trans>Hashtags</Trans>} shown={tags.length > 0 && isTop}>
        <TagList tags={tags} onChoose={openTag} />
      </Part>
      <Part title={<Trans>Videos</Trans>} shown={posts.length > 0 && isTop}>
        <PostTiles posts={posts} onOpen={chosen} />
      </Part>
      {kind === 'people' && <PeopleList people={people} onOpen={chosen} />}
      {kind === 'tags' && <TagList tags={tags} onChoose={openTag} />}
      {kind === 'posts' && <PostTiles posts={posts} onOpen={chosen} />}
    </div>
  )
}

const isNothing = (pages: readonly Answer[]): boolean =>
  pages.every(({ posts, people, tags }) => posts.length + people.length + tags.length === 0)

const Results = ({ q, kind }: { q: string; kind: SearchKind }): ReactNode => {
  const { t } = useLingui()
  const results = useResults(q, kind)
  const pages = results.data?.pages ?? []
  const corrected = pages[0]?.corrected ?? null
  return (
    <div className="mt-6 grid gap-6">
      {corrected !== null && (
        <p role="status" className="text-sm text-ink-soft">
          <Trans>
            Nothing has the words as they were typed. Shown is what was found for{' '}
            <b dir="auto">{corrected}</b>.
          </Trans>
        </p>
      )}
      {results.isSuccess && isNothing(pages) ? (
        <EmptyState
          scene="lost"
          title={t`Nothing found`}
          text={<Trans>Try another word, or fewer of them. Beginnings and small mistakes are fine.</Trans>}
        >
          <Link to="/discover" className={buttonClass('secondary')}>
            <Trans>See what is on</Trans>
          </Link>
        </EmptyState>
      ) : (
        <Found pages={pages} kind={kind} />
      )}
      <ListEnd list={results} />
    </div>
  )
}

/** A query that is one hashtag. */
const asTag = /^#[\p{L}\p{M}\p{N}_]{1,60}$/u

/** What was found for a query. */
const SearchPage = ({ q = '', kind = 'top' }: { q?: string; kind?: SearchKind }): ReactNode => {
  const { t } = useLingui()
  const tag = asTag.test(q) ? typedTopic(q) : null
  return (
    <Page title={q === '' ? t`Search` : t`Search: ${q}`} width="wide">
      <SearchBox key={q} q={q} />
      {q === '' ? (
        <RecentSearches />
      ) : (
        <>
          {tag !== null && (
            <div className="mt-4">
              <Link to="/tag/$tag" params={{ tag }} className={buttonClass('secondary')}>
                <Trans>All videos with #{tag}</Trans>
              </Link>
            </div>
          )}
          <Kinds q={q} kind={kind} />
          <Results key={`${q} ${kind}`} q={q} kind={kind} />
        </>
      )}
    </Page>
  )
}

export default SearchPage
