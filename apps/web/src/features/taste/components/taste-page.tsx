import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { NotLoaded, Part, Waiting } from '#shared/states'
import { Avatar, Button, buttonClass, EmptyState, Page, toast } from '#shared/ui'
import { useChangeSettings, useTaste, type Taste } from '../queries.ts'
import { CarryPart } from './carry-part.tsx'
import { ForgetPart } from './forget-part.tsx'
import { InterestCard } from './interest-card.tsx'
import { LearningSwitch } from './learning-switch.tsx'
import { BackToSettings } from './parts.tsx'

const listClass = 'grid grid-cols-1 gap-4 lg:grid-cols-2'

const Topics = ({ topics }: Pick<Taste, 'topics'>): ReactNode => (
  <ul className={listClass}>
    {topics.map(({ topic, ...evidence }) => (
      <InterestCard
        key={topic}
        name={`#${topic}`}
        heading={
          <h3 className="truncate text-lg">
            <bdi>#{topic}</bdi>
          </h3>
        }
        interest={{ kind: 'topic', value: topic }}
        evidence={evidence}
      />
    ))}
  </ul>
)

const Creators = ({ creators }: Pick<Taste, 'creators'>): ReactNode => (
  <ul className={listClass}>
    {creators.map(({ author, ...evidence }) => (
      <InterestCard
        key={author.personId}
        name={author.displayName}
        heading={
          <Link
            to="/@{$handle}"
            params={{ handle: author.handle }}
            className="flex min-h-11 items-center gap-3 hover:underline"
          >
            <Avatar
              handle={author.handle}
              name={author.displayName}
              picture={author.picture}
              className="size-10"
            />
            <h3 className="min-w-0 text-lg">
              <bdi className="block truncate">{author.displayName}</bdi>
              <bdi className="block truncate font-body text-xs font-normal tracking-normal text-ink-soft">
                @{author.handle}
              </bdi>
            </h3>
          </Link>
        }
        interest={{ kind: 'creator', value: author.personId }}
        evidence={evidence}
      />
    ))}
  </ul>
)

const Nothing = ({ watched }: { watched: number }): ReactNode => (
  <EmptyState
    scene="hat"
    title={watched === 0 ? <Trans>Nothing watched yet</Trans> : <Trans>Nothing stands out yet</Trans>}
    text={
      watched === 0 ? (
        <Trans>
          The feed believes nothing of you. Watch some videos, and what it makes of it is told here.
        </Trans>
      ) : (
        <Trans>
          You watched too little of one topic or creator for the feed to believe anything. Watch on, and it is
          told here.
        </Trans>
      )
    }
  >
    <Link to="/" className={buttonClass('primary')}>
      <Trans>To the feed</Trans>
    </Link>
  </EmptyState>
)

/** The pause is kept with an account; without one, what is not wanted can be forgotten. */
const Learning = ({ learning }: { learning: boolean }): ReactNode => {
  const errorText = useErrorText()
  const me = useMe()
  const { mutate, isPending, variables } = useChangeSettings()
  if (me === undefined) return null
  if (me === null)
    return (
      <div className="card grid justify-items-start gap-4 p-5">
        <p className="text-sm text-ink-soft">
          <Trans>
            Sign in to pause learning, to set dials, and to take your taste along as a file. What the feed
            believes now is kept for this browser.
          </Trans>
        </p>
        <Link to="/sign-in" className={buttonClass('secondary')}>
          <Trans>Sign in</Trans>
        </Link>
      </div>
    )
  return (
    <div className="grid gap-4">
      <LearningSwitch
        on={isPending ? (variables.learning ?? learning) : learning}
        onChange={(on) => mutate({ learning: on }, { onError: (error) => toast(errorText(error)) })}
      />
      <CarryPart />
    </div>
  )
}

const Interests = ({ taste }: { taste: Taste }): ReactNode => {
  const { watched, topics, creators } = taste
  if (topics.length === 0 && creators.length === 0) return <Nothing watched={watched} />
  return (
    <>
      {topics.length > 0 && (
        <Part name="topics" title={<Trans>Topics</Trans>}>
          <Topics topics={topics} />
        </Part>
      )}
      {creators.length > 0 && (
        <Part name="creators" title={<Trans>Creators</Trans>}>
          <Creators creators={creators} />
        </Part>
      )}
      <p className="pb-8 text-center text-sm text-ink-soft">
        <Plural
          value={watched}
          one="That is all that stands out, of # view."
          other="That is all that stands out, of # views."
        />
      </p>
    </>
  )
}

/** What the feed believes that somebody likes, why, and how to have it forgotten. */
const TastePage = (): ReactNode => {
  const { t } = useLingui()
  const query = useTaste()
  const errorText = useErrorText()
  const { data: taste, error } = query
  const again = (): void => void query.refetch()
  if (error && !taste)
    return (
      <NotLoaded
        title={t`What the feed believes did not load`}
        error={error}
        busy={query.isFetching}
        onRetry={again}
      />
    )
  return (
    <Page
      title={t`What the feed believes you like`}
      width="wide"
      back={<BackToSettings />}
      intro={
        <Trans>
          Guessed from what you watch, with what it was guessed from. What is wrong you can have forgotten:
          the next page of the feed no longer knows it.
        </Trans>
      }
    >
      {!taste && <Waiting lines={4} />}
      {taste && (
        <>
          {error && (
            <div
              role="alert"
              className="mb-6 flex flex-wrap items-center gap-3 text-sm font-semibold text-alert"
            >
              {errorText(error)}
              <Button look="secondary" icon="again" busy={query.isFetching} onClick={again}>
                <Trans>Try again</Trans>
              </Button>
            </div>
          )}
          <Interests taste={taste} />
          {taste.watched > 0 && (
            <Part
              name="forget"
              title={<Trans>Forget</Trans>}
              intro={
                <Trans>Lent somebody your phone, or fell into a hole? Take back what was learned.</Trans>
              }
            >
              <ForgetPart />
            </Part>
          )}
          <Part name="learning" title={<Trans>Learning</Trans>}>
            <Learning learning={taste.learning} />
          </Part>
        </>
      )}
    </Page>
  )
}

export default TastePage
