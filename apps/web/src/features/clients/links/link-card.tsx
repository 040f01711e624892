import type { TrackedLink } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { compactNumber } from '#shared/format'
import { Button, TextField, toast } from '#shared/ui'
import { FormProblem } from '../components/for-whom.tsx'
import { CopyText } from './copy-text.tsx'
import type { useLinkChanges } from './queries.ts'
import { eventWords } from './words.ts'

type Changes = ReturnType<typeof useLinkChanges>

const Figure = (props: { name: string; value: number }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div className="min-w-20">
      <dt className="text-xs text-ink-soft">{props.name}</dt>
      <dd className="font-display text-lg font-bold tabular-nums">
        {compactNumber(props.value, i18n.locale)}
      </dd>
    </div>
  )
}

const ChangePlace = (props: { link: TrackedLink; changes: Changes; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const { link, changes } = props
  const { change } = changes
  const [destination, setDestination] = useState(link.destination)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate({ linkId: link.linkId, destination }, { onSuccess: props.onDone })
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextField
        label={t`Where it leads`}
        type="url"
        required
        maxLength={2000}
        pattern="https://.+"
        title={t`An address that begins with https://`}
        hint={
          <Trans>
            Posts follow at once to pages of the same site. To another site only when their author agreed.
          </Trans>
        }
        value={destination}
        onChange={(event) => setDestination(event.target.value)}
      />
      <FormProblem error={change.error} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={change.isPending}>
          <Trans>Save</Trans>
        </Button>
        <Button look="quiet" onClick={props.onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  )
}

/** A link: its code for authors, where it leads, and what came of it. */
export const LinkCard = (props: { link: TrackedLink; mayChange: boolean; changes: Changes }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const { link, changes } = props
  const [edits, setEdits] = useState(false)
  const { destination, campaign } = link
  const setClosed = (isClosed: boolean): void =>
    changes.change.mutate({ linkId: link.linkId, isClosed }, { onError: (error) => toast(errorText(error)) })
  return (
    <li className="card grid grid-cols-[minmax(0,1fr)] gap-4 p-5">
      <div>
        <h3 className="text-base">
          <bdi>{link.label === '' ? campaign : link.label}</bdi>
          {link.isClosed && (
            <span className="ms-2 rounded-full bg-raised px-2.5 py-0.5 text-2xs font-semibold">
              <Trans>Closed</Trans>
            </span>
          )}
        </h3>
        <p className="text-sm text-ink-soft">
          <bdi>{campaign}</bdi> · {i18n._(eventWords[link.goal])} ·{' '}
          <Plural value={link.posts} _0="on no post yet" one="on # post" other="on # posts" />
        </p>
        {!edits && (
          <p className="mt-1 text-sm break-all">
            <bdi>{destination}</bdi>
          </p>
        )}
      </div>
      {link.awaitingConsent > 0 && (
        <p className="rounded-md bg-alert-soft p-3 text-sm">
          <Plural
            value={link.awaitingConsent}
            one="The author of # post has not agreed to the new site yet; it still leads to the old one."
            other="The authors of # posts have not agreed to the new site yet; they still lead to the old one."
          />
        </p>
      )}
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        <Figure name={t`Impressions`} value={link.impressions} />
        <Figure name={t`Clicks`} value={link.clicks} />
        <Figure name={t`Conversions`} value={link.conversions} />
      </dl>
      {edits ? (
        <ChangePlace link={link} changes={changes} onDone={() => setEdits(false)} />
      ) : (
        <>
          {!link.isClosed && <CopyText label={t`Code for authors of ${campaign}`} text={link.code} />}
          {props.mayChange && (
            <div className="flex flex-wrap gap-3">
              <Button look="secondary" onClick={() => setEdits(true)}>
                <Trans>Change where it leads</Trans>
              </Button>
              <Button look="quiet" busy={changes.change.isPending} onClick={() => setClosed(!link.isClosed)}>
                {link.isClosed ? <Trans>Open again</Trans> : <Trans>Close the link</Trans>}
              </Button>
            </div>
          )}
        </>
      )}
    </li>
  )
}
