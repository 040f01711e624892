import type { FeedSettings } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { NotLoaded, Part, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Page, toast } from '#shared/ui'
import { useChangeSettings, useFeedSettings } from '../queries.ts'
import { Dials } from './dials.tsx'
import { LearningSwitch } from './learning-switch.tsx'
import { ModeChoice } from './mode-choice.tsx'
import { Mutes } from './mutes.tsx'
import { BackToSettings } from './parts.tsx'
import { TopicList } from './topic-list.tsx'

const Settings = ({ settings }: { settings: FeedSettings }): ReactNode => {
  const errorText = useErrorText()
  const { mutate } = useChangeSettings()
  const change = (part: Partial<FeedSettings>): void =>
    mutate(part, { onError: (error) => toast(errorText(error)) })
  return (
    <>
      <Part name="mode" title={<Trans>Which feed opens</Trans>}>
        <ModeChoice mode={settings.mode} onChoose={(mode) => change({ mode })} />
      </Part>
      <Part
        name="dials"
        title={<Trans>Dials</Trans>}
        intro={<Trans>In the middle nothing is changed. The next page of the feed obeys.</Trans>}
      >
        <Dials settings={settings} onChange={change} />
      </Part>
      <Part
        name="topics"
        title={<Trans>Topics</Trans>}
        intro={<Trans>What you choose here counts beside what you watch.</Trans>}
      >
        <TopicList topics={settings.topics} onChange={(topics) => change({ topics })} />
      </Part>
      <Part
        name="mutes"
        title={<Trans>Muted</Trans>}
        intro={
          <Trans>
            Never shown in any of your feeds. People are muted{' '}
            <Link to="/settings/people" className="font-semibold text-curtain-text underline">
              in a list of their own
            </Link>
            .
          </Trans>
        }
      >
        <Mutes />
      </Part>
      <Part name="learning" title={<Trans>Learning</Trans>}>
        <div className="grid gap-4">
          <LearningSwitch on={settings.learning} onChange={(learning) => change({ learning })} />
          <div>
            <Link to="/settings/taste" className={buttonClass('secondary')}>
              <Trans>What the feed believes you like</Trans>
            </Link>
          </div>
        </div>
      </Part>
    </>
  )
}

/** What a person wants of the feed: obeyed by its next page. */
const FeedSettingsPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const query = useFeedSettings(Boolean(me))
  if (me === null)
    return (
      <EmptyState
        scene="curtain"
        headingLevel={1}
        title={t`Your feed`}
        text={
          <Trans>Sign in to set your feed: its dials, topics and mutes are kept with your account.</Trans>
        }
      >
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
        <Link to="/settings/taste" className={buttonClass('secondary')}>
          <Trans>What the feed believes you like</Trans>
        </Link>
      </EmptyState>
    )
  if (query.error && !query.data)
    return (
      <NotLoaded
        title={t`Your settings did not load`}
        error={query.error}
        busy={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    )
  return (
    <Page
      title={t`Your feed`}
      back={<BackToSettings />}
      intro={<Trans>Say what you want to see. The feed obeys, whatever it believes.</Trans>}
    >
      {query.data ? <Settings settings={query.data} /> : <Waiting lines={4} />}
    </Page>
  )
}

export default FeedSettingsPage
