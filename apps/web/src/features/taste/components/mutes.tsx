import type { MuteKind } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { PartFailed, Waiting } from '#shared/states'
import { Button, IconButton, SelectField, Spinner, TextField, toast } from '#shared/ui'
import { useAddMute, useMutes, useRemoveMute, type Mute } from '../queries.ts'

const useKindName = (): Record<MuteKind, string> => {
  const { t } = useLingui()
  return { word: t`Word`, topic: t`Topic`, sound: t`Sound` }
}

const MuteRow = ({ mute }: { mute: Mute }): ReactNode => {
  const { t, i18n } = useLingui()
  const kinds = useKindName()
  const errorText = useErrorText()
  const remove = useRemoveMute()
  const { label, until } = mute
  const day =
    until === null
      ? null
      : new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(Date.parse(until))
  const takeOff = (): void =>
    remove.mutate(mute, {
      onSuccess: () => toast(t`“${label}” may be shown again`),
      onError: (error) => toast(errorText(error)),
    })
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <bdi className="block truncate text-sm font-semibold">
          {mute.kind === 'topic' ? `#${label}` : label}
        </bdi>
        <span className="block text-xs text-ink-soft">
          {kinds[mute.kind]} · {day === null ? <Trans>for ever</Trans> : <Trans>until {day}</Trans>}
        </span>
      </div>
      {remove.isPending ? (
        <Spinner className="mx-2.5 size-6" />
      ) : (
        <IconButton
          icon="close"
          label={t`Show “${label}” again`}
          onClick={takeOff}
          className="text-ink-soft hover:bg-raised"
        />
      )}
    </li>
  )
}

const spans = ['1', '7', '30', 'ever'] as const
const longestValue = 100

const AddMute = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const add = useAddMute()
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<'word' | 'topic'>('word')
  const [span, setSpan] = useState<string>('ever')
  const [isEmpty, setEmpty] = useState(false)
  const names = { '1': t`For a day`, '7': t`For a week`, '30': t`For a month`, ever: t`For ever` }
  const send = (): void => {
    const value = kind === 'topic' ? typed.trim().replace(/^#+/, '').trim() : typed.trim()
    setEmpty(value === '')
    if (value === '') return
    add.mutate(
      { kind, value, days: span === 'ever' ? null : Number(span) },
      {
        onSuccess: () => {
          setTyped('')
          toast(t`“${value}” is not shown any more`)
        },
      },
    )
  }
  return (
    <form
      noValidate
      className="card grid gap-4 p-5 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="sm:col-span-2">
        <TextField
          label={t`Never show`}
          autoComplete="off"
          maxLength={longestValue}
          value={typed}
          problem={
            isEmpty ? t`Type what you do not want to see.` : add.error ? errorText(add.error) : undefined
          }
          hint={
            kind === 'word' ? (
              <Trans>A word or several: looked for in captions and tags.</Trans>
            ) : (
              <Trans>A tag: its videos are left out.</Trans>
            )
          }
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <SelectField
        label={t`What it is`}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value === 'topic' ? 'topic' : 'word')}
      >
        <option value="word">{t`Word`}</option>
        <option value="topic">{t`Topic`}</option>
      </SelectField>
      <SelectField label={t`How long`} value={span} onChange={(event) => setSpan(event.currentTarget.value)}>
        {spans.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </SelectField>
      <div className="sm:col-span-2">
        <Button type="submit" look="secondary" icon="plus" busy={add.isPending}>
          <Trans>Mute</Trans>
        </Button>
      </div>
    </form>
  )
}

const shownAtFirst = 20

/** What somebody never wants to see, and the way to add to it. */
export const Mutes = (): ReactNode => {
  const query = useMutes()
  const [all, setAll] = useState(false)
  if (query.error && query.data === undefined)
    return <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Waiting lines={1} />
  const mutes = query.data
  return (
    <div className="grid grid-cols-1 gap-5">
      <AddMute />
      {mutes.length === 0 ? (
        <p className="text-sm text-ink-soft">
          <Trans>Nothing is muted.</Trans>
        </p>
      ) : (
        <ul className="card divide-y divide-line px-4 sm:px-5">
          {mutes.slice(0, all ? undefined : shownAtFirst).map((mute) => (
            <MuteRow key={`${mute.kind} ${mute.value}`} mute={mute} />
          ))}
        </ul>
      )}
      {!all && mutes.length > shownAtFirst && (
        <Button look="secondary" onClick={() => setAll(true)}>
          <Trans>Show all {mutes.length}</Trans>
        </Button>
      )}
    </div>
  )
}
