import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { percent } from '#shared/format'
import type { Parameters } from '../queries.ts'

/** What holds whatever is foretold, in sentences. */
export const Rules = ({ rules, exploration }: Pick<Parameters, 'rules' | 'exploration'>): ReactNode => {
  const { i18n } = useLingui()
  const { creatorApart, topicMost, topicWithin, soundMost, soundWithin, freshQuota } = rules
  const fresh = percent(exploration.freshPlaces, i18n.locale)
  const chance = percent(exploration.chance, i18n.locale)
  return (
    <ul className="card divide-y divide-line px-5 text-sm *:py-3.5">
      <li>
        <Plural
          value={creatorApart}
          one="A creator may come in every video."
          other="Among # videos in a row a creator comes at most once."
        />
      </li>
      <li>
        <Trans>
          Among {topicWithin} videos in a row at most {topicMost} have the same topic.
        </Trans>
      </li>
      <li>
        <Trans>
          Among {soundWithin} videos in a row at most {soundMost} have the same sound.
        </Trans>
      </li>
      <li>
        <Plural
          value={freshQuota}
          one="Each new video is owed # first viewer before it is judged."
          other="Each new video is owed # first viewers before it is judged."
        />
      </li>
      <li>
        <Trans>{fresh} of the places are kept for new videos.</Trans>
      </li>
      <li>
        <Trans>{chance} of the places are drawn by chance, so that the feed learns what it would miss.</Trans>
      </li>
      <li className="text-ink-soft">
        <Trans>
          Where there are too few videos to obey all of this, sounds and topics give way first. The dial for
          surprises moves the places for new videos and for chance.
        </Trans>
      </li>
    </ul>
  )
}

/** Versions of the parameters, as this instance began to use them. */
export const History = ({ history }: Pick<Parameters, 'history'>): ReactNode => {
  const { i18n } = useLingui()
  const day = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' })
  if (history.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>No version is written down yet.</Trans>
      </p>
    )
  return (
    <ol className="card divide-y divide-line px-5">
      {history.map(({ version, since, change }) => (
        <li key={`${version} ${since}`} className="py-3.5">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <bdi className="text-sm font-semibold">{version}</bdi>
            <span className="text-xs text-ink-soft">
              <Trans>since {day.format(Date.parse(since))}</Trans>
            </span>
          </p>
          {/* The log is written once, in the language of the project. */}
          <p lang="en" dir="ltr" className="mt-1 text-sm text-ink-soft">
            {change}
          </p>
        </li>
      ))}
    </ol>
  )
}
