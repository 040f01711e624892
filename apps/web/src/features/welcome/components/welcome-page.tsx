import { Trans, useLingui } from '@lingui/react/macro'
import { Navigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { takeGoingOn, useMe } from '#features/auth'
import { FollowButton, useTurnTopics } from '#features/social'
import { useErrorText } from '#shared/api'
import { compactNumber } from '#shared/format'
import { Avatar, Awning, Button, classes, Spinner, toast } from '#shared/ui'
import { usePeople, useTopics } from '../queries.ts'

const steps = ['topics', 'people'] as const
type Step = (typeof steps)[number]

const Frame = (props: {
  step: Step
  /** Where there is only this step, nothing is counted. */
  isOfTwo: boolean
  title: string
  intro: ReactNode
  children: ReactNode
  next: ReactNode
  onSkip: () => void
}): ReactNode => {
  const heading = useRef<HTMLHeadingElement>(null)
  const place = steps.indexOf(props.step) + 1
  const count = steps.length
  useEffect(() => {
    document.title = `${props.title} · Busker`
    // The step has changed under the reader: they begin at its name.
    heading.current?.focus({ preventScroll: true })
  }, [props.title])
  return (
    <div className="limelit grid min-h-[calc(100dvh-var(--bar))] place-items-start justify-center px-4 py-8 sm:place-items-center lg:min-h-dvh">
      <div className="card w-full max-w-lg overflow-hidden">
        <Awning />
        <div className="px-6 pt-6 pb-8 sm:px-9">
          {props.isOfTwo && (
            <p className="text-xs font-semibold text-ink-soft">
              <Trans>
                Step {place} of {count}
              </Trans>
            </p>
          )}
          <h1 ref={heading} tabIndex={-1} className="mt-1 text-2xl outline-none">
            {props.title}
          </h1>
          <p className="mt-2 text-sm text-ink-soft">{props.intro}</p>
          <div className="mt-6 max-h-[46dvh] overflow-y-auto p-1">{props.children}</div>
          <div className="mt-6 flex flex-wrap-reverse items-center justify-between gap-3">
            <Button look="quiet" onClick={props.onSkip}>
              <Trans>Skip</Trans>
            </Button>
            {props.next}
          </div>
        </div>
      </div>
    </div>
  )
}

const Topics = (props: { topics: readonly string[]; isOfTwo: boolean; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const turn = useTurnTopics()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (topic: string): void =>
    setChosen((before) =>
      before.includes(topic) ? before.filter((one) => one !== topic) : [...before, topic],
    )
  const keep = (): void =>
    turn.mutate({ names: chosen, by: 1 }, { onSuccess: props.onDone, onError: (e) => toast(errorText(e)) })
  return (
    <Frame
      step="topics"
      isOfTwo={props.isOfTwo}
      title={t`What do you like?`}
      intro={<Trans>Your first videos follow it. You can change it at any time.</Trans>}
      onSkip={props.onDone}
      next={
        <Button busy={turn.isPending} disabled={chosen.length === 0} onClick={keep}>
          <Trans>Next</Trans>
        </Button>
      }
    >
      <ul className="flex flex-wrap gap-2">
        {props.topics.map((topic) => (
          <li key={topic}>
            <button
              type="button"
              aria-pressed={chosen.includes(topic)}
              onClick={() => toggle(topic)}
              className={classes(
                'min-h-11 rounded-full border-[1.5px] px-4 text-sm font-semibold transition active:scale-95',
                chosen.includes(topic)
                  ? 'border-limelight bg-limelight text-on-limelight'
                  : 'border-line bg-surface hover:border-ink-soft',
              )}
            >
              <bdi>#{topic}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

type Found = NonNullable<ReturnType<typeof usePeople>['data']>

const People = (props: { people: Found; isOfTwo: boolean; onDone: () => void }): ReactNode => {
  const { t, i18n } = useLingui()
  return (
    <Frame
      step="people"
      isOfTwo={props.isOfTwo}
      title={t`Who would you stop for?`}
      intro={<Trans>Follow whom you like: their videos come first under Following.</Trans>}
      onSkip={props.onDone}
      next={
        <Button onClick={props.onDone}>
          <Trans>Start watching</Trans>
        </Button>
      }
    >
      <ul className="divide-y divide-line">
        {props.people.map((person) => (
          <li key={person.personId} className="flex items-center gap-3 py-2.5">
            <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
            <span className="min-w-0 flex-1 text-sm">
              <bdi className="block truncate font-bold">{person.displayName}</bdi>
              <span className="block truncate text-xs text-ink-soft">
                <bdi>@{person.handle}</bdi>
                {' · '}
                <Trans>{compactNumber(person.followers, i18n.locale)} followers</Trans>
              </span>
            </span>
            <FollowButton person={person} followedByMe={false} surface="other" look="page" />
          </li>
        ))}
      </ul>
    </Frame>
  )
}

/** After signing up: topics, people, and the feed. What there is nothing of to choose is left out. */
const WelcomePage = (): ReactNode => {
  const { t } = useLingui()
  const { history } = useRouter()
  const me = useMe()
  const topics = useTopics()
  const people = usePeople()
  const [step, setStep] = useState<Step>('topics')
  const finish = useCallback(() => history.replace(takeGoingOn()), [history])
  const others = people.data?.filter(({ personId }) => personId !== me?.personId) ?? []
  // Nobody is kept from the feed by a list that did not load.
  const waits = topics.isPending || people.isPending
  const shown: Step | 'done' =
    step === 'topics' && topics.data?.length ? 'topics' : others.length > 0 ? 'people' : 'done'
  useEffect(() => {
    if (me && !waits && shown === 'done') finish()
  }, [me, waits, shown, finish])
  if (me === null) return <Navigate to="/sign-in" replace />
  if (!me || waits || shown === 'done')
    return (
      <div
        className="grid min-h-[60dvh] place-items-center text-curtain"
        role="status"
        aria-label={t`Loading`}
      >
        <Spinner className="size-10" />
      </div>
    )
  const isOfTwo = others.length > 0 && Boolean(topics.data?.length)
  const afterTopics = (): void => (others.length > 0 ? setStep('people') : finish())
  return shown === 'topics' ? (
    <Topics topics={topics.data ?? []} isOfTwo={isOfTwo} onDone={afterTopics} />
  ) : (
    <People people={others} isOfTwo={isOfTwo} onDone={finish} />
  )
}

export default WelcomePage
