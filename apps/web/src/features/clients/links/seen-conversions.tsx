import type { SeenConversion } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Icon } from '#shared/ui'
import { LoadingBlocks } from '../components/for-whom.tsx'
import { useSeenConversions } from './queries.ts'
import { conversionRefusalWords, eventWords } from './words.ts'

const Outcome = ({ seen }: { seen: SeenConversion }): ReactNode => {
  const { i18n } = useLingui()
  const { outcome, reason, fields } = seen
  if (outcome === 'refused')
    return (
      <span className="text-alert">
        <span className="flex items-center gap-1.5 font-semibold">
          <Icon name="alert" className="size-4" />
          <Trans>Refused</Trans>
        </span>
        {reason && <span className="text-xs">{i18n._(conversionRefusalWords[reason])} </span>}
        {fields.length > 0 && <code className="text-xs">{fields.join(', ')}</code>}
      </span>
    )
  if (outcome === 'duplicate') return <Trans>Told before, counts once</Trans>
  return (
    <span>
      <span className="flex items-center gap-1.5 font-semibold text-bottle">
        <Icon name="check" className="size-4" />
        <Trans>Accepted</Trans>
      </span>
      {!seen.hasClick && (
        <span className="text-xs text-ink-soft">
          <Trans>Without a click: it belongs to no post.</Trans>
        </span>
      )}
    </span>
  )
}

const SeenRow = ({ seen }: { seen: SeenConversion }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <tr className="border-t border-line align-top">
      <td className="py-2 pe-4 whitespace-nowrap text-ink-soft">
        <time dateTime={seen.seenAt}>{timeAgo(seen.seenAt, wallMs(), i18n.locale)}</time>
      </td>
      <td className="py-2 pe-4">
        {seen.event === null ? '–' : i18n._(eventWords[seen.event])}
        <bdi className="block max-w-44 truncate text-xs text-ink-soft">{seen.eventId}</bdi>
      </td>
      <td className="py-2 pe-4">{seen.source === 'pixel' ? <Trans>Pixel</Trans> : <Trans>Server</Trans>}</td>
      <td className="py-2">
        <Outcome seen={seen} />
      </td>
    </tr>
  )
}

/** What shops told last, and what became of it: where one sees whether the set-up works. */
export const SeenConversions = ({ clientId }: { clientId: string }): ReactNode => {
  const errorText = useErrorText()
  const { data, error, isPending } = useSeenConversions(clientId)
  return (
    <section aria-labelledby="seen-conversions">
      <h2 id="seen-conversions" className="text-lg">
        <Trans>Test console</Trans>
      </h2>
      <p className="mt-1 max-w-prose text-sm text-ink-soft">
        <Trans>The last 100 events since the server started, newest first. It looks again by itself.</Trans>
      </p>
      {isPending && <LoadingBlocks count={1} />}
      {error && (
        <p role="alert" className="mt-2 text-sm text-alert">
          {errorText(error)}
        </p>
      )}
      {data?.length === 0 && (
        <p className="mt-4 rounded-md bg-raised p-4 text-sm">
          <Trans>Nothing was told yet. Open a page of the shop that tells a conversion.</Trans>
        </p>
      )}
      {data && data.length > 0 && (
        <div className="mt-3 overflow-x-auto">
          <table className="w-full text-sm">
            <thead className="text-start text-xs text-ink-soft">
              <tr>
                <th scope="col" className="py-2 pe-4 text-start font-semibold">
                  <Trans>When</Trans>
                </th>
                <th scope="col" className="py-2 pe-4 text-start font-semibold">
                  <Trans>Event</Trans>
                </th>
                <th scope="col" className="py-2 pe-4 text-start font-semibold">
                  <Trans>From</Trans>
                </th>
                <th scope="col" className="py-2 text-start font-semibold">
                  <Trans>Outcome</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((seen, index) => (
                <SeenRow key={`${seen.seenAt} ${seen.eventId} ${index}`} seen={seen} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
