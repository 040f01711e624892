import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { moment, percent } from '#shared/format'
import { NotLoaded, Part, Waiting } from '#shared/states'
import { buttonClass, Page } from '#shared/ui'
import { useParameters, type Parameters } from '../queries.ts'
import { outcomeWords, sourceWords, termWords } from '../words.ts'
import { History, Rules } from './parameter-rules.tsx'
import { BackToSettings } from './parts.tsx'
import { ShareList } from './share-list.tsx'

const Outcomes = ({ outcomes }: Pick<Parameters, 'outcomes'>): ReactNode => {
  const { i18n } = useLingui()
  const signed = new Intl.NumberFormat(i18n.locale, { signDisplay: 'always', maximumFractionDigits: 2 })
  const heaviest = outcomes.toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
  return (
    <ul className="card divide-y divide-line px-5">
      {heaviest.map(({ outcome, weight, usual }) => {
        const words = outcomeWords(outcome)
        const [weighs, rate] = [signed.format(weight), percent(usual, i18n.locale)]
        return (
          <li key={outcome} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-3.5">
            <span className="text-sm font-semibold">{words ? i18n._(words.name) : outcome}</span>
            <span
              className={
                weight < 0 ? 'font-bold text-curtain-text tabular-nums' : 'font-bold text-bottle tabular-nums'
              }
            >
              <span className="sr-only">
                <Trans>Weight:</Trans>{' '}
              </span>
              {weighs}
            </span>
            <p className="col-span-2 mt-0.5 text-xs text-ink-soft">
              {words && <>{i18n._(words.meaning)} </>}
              <Trans>Usually in {rate} of views.</Trans>
            </p>
          </li>
        )
      })}
    </ul>
  )
}

const Measured = ({ parameters }: { parameters: Parameters }): ReactNode => {
  const { i18n } = useLingui()
  const [terms, sources] = [termWords(), sourceWords()]
  return (
    <>
      <Part
        name="terms"
        title={<Trans>What the foretelling stands on</Trans>}
        intro={
          <Trans>
            How much of the scores of the last 24 hours each of these made, for a video or against it.
          </Trans>
        }
      >
        <ShareList
          rows={parameters.terms.map(({ term, share }) => ({
            ...{ key: term, share },
            ...{ name: i18n._(terms[term].name), meaning: i18n._(terms[term].meaning) },
          }))}
        />
      </Part>
      <Part
        name="sources"
        title={<Trans>Where the videos came from</Trans>}
        intro={
          <Trans>How many of the videos that were shown in the last 24 hours each way proposed first.</Trans>
        }
      >
        {parameters.sources.length === 0 ? (
          <p className="text-sm text-ink-soft">
            <Trans>Not measured yet: no video was shown in the last 24 hours.</Trans>
          </p>
        ) : (
          <ShareList
            rows={parameters.sources.map(({ source, share }) => ({
              ...{ key: source, share },
              ...{ name: i18n._(sources[source].name), meaning: i18n._(sources[source].meaning) },
            }))}
          />
        )}
      </Part>
    </>
  )
}

const Foot = ({ slots, asOf, version }: Pick<Parameters, 'slots' | 'asOf' | 'version'>): ReactNode => {
  const { i18n } = useLingui()
  return (
    <p className="border-t border-line pt-6 text-xs text-ink-soft">
      <Plural
        value={slots}
        _0="Nothing was measured yet."
        one="Measured on # video that was shown."
        other="Measured on the newest # videos that were shown."
      />{' '}
      <Trans>
        Version {version}, as of {moment(asOf, i18n.locale)}.
      </Trans>
    </p>
  )
}

/** The main parameters of the feed, for everybody. */
const ParametersPage = (): ReactNode => {
  const { t } = useLingui()
  const { data: parameters, error, isFetching, refetch } = useParameters()
  if (error && !parameters)
    return (
      <NotLoaded
        title={t`The page did not load`}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    )
  return (
    <Page
      title={t`How the feed chooses`}
      back={<BackToSettings />}
      intro={
        <Trans>
          The feed foretells how likely you are to do something with a video, weighs each, and puts the videos
          with the highest sum first. What is said here is read from what runs on this instance.
        </Trans>
      }
    >
      {parameters ? (
        <>
          <Part
            name="outcomes"
            title={<Trans>What is foretold</Trans>}
            intro={
              <Trans>
                Each with its weight: what it adds to a video, or takes from it, if it surely comes. What is
                rare weighs more, so that it counts at all.
              </Trans>
            }
          >
            <Outcomes outcomes={parameters.outcomes} />
          </Part>
          <Measured parameters={parameters} />
          <Part
            name="rules"
            title={<Trans>Rules</Trans>}
            intro={<Trans>They hold whatever is foretold.</Trans>}
          >
            <Rules rules={parameters.rules} exploration={parameters.exploration} />
          </Part>
          <Part
            name="yours"
            title={<Trans>What you can change</Trans>}
            intro={
              <Trans>
                Dials, topics and mutes; what the feed believes of you; and feeds that use no profile or only
                those whom you follow.
              </Trans>
            }
          >
            <div className="flex flex-wrap gap-3">
              <Link to="/settings/feed" className={buttonClass('secondary')}>
                <Trans>Your feed</Trans>
              </Link>
              <Link to="/settings/taste" className={buttonClass('secondary')}>
                <Trans>What the feed believes you like</Trans>
              </Link>
            </div>
          </Part>
          <Part name="history" title={<Trans>Versions</Trans>}>
            <History history={parameters.history} />
          </Part>
          <Foot {...parameters} />
        </>
      ) : (
        <Waiting lines={5} />
      )}
    </Page>
  )
}

export default ParametersPage
