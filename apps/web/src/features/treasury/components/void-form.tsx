import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem } from '#features/money'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, SelectField, TextField } from '#shared/ui'
import { useFundPeriods, useVoidViews, type Voided } from '../queries.ts'

const kinds = ['post', 'handle', 'viewer'] as const
type Kind = (typeof kinds)[number]
const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text)

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** What was typed, as the server names it; null: nothing it could be. Of a video the whole address may be pasted. */
const voidedOf = (kind: Kind, typed: string): Voided | null => {
  const text = typed.trim()
  const id = uuid.exec(text.toLowerCase())?.[0]
  if (kind === 'post') return id === undefined ? null : { kind, postId: id }
  if (kind === 'viewer') return text === '' || text.length > 100 ? null : { kind, viewerId: text }
  const handle = text.replace(/^@/, '')
  return handle === '' ? null : { kind, handle }
}

const Form = ({ periods }: { periods: readonly string[] }): ReactNode => {
  const { t } = useLingui()
  const send = useVoidViews()
  const [periodId, setPeriodId] = useState(periods[0] ?? '')
  const [kind, setKind] = useState<Kind>('post')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const names: Record<Kind, [name: string, asks: string]> = {
    post: [t`Of a video`, t`Address of the video`],
    handle: [t`Of all videos of a creator`, t`Handle of the creator`],
    viewer: [t`Of a viewer`, t`Id of the viewer`],
  }
  const of = voidedOf(kind, typed)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (of === null || send.isPending) return
    send.mutate(
      { periodId, of, reason: reason.trim() },
      {
        onSuccess: () => {
          setTyped('')
          setReason('')
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="card grid items-start gap-4 p-5 sm:grid-cols-2 sm:p-6">
      <SelectField label={t`Period`} value={periodId} onChange={(event) => setPeriodId(event.target.value)}>
        {periods.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </SelectField>
      <SelectField
        label={t`Which views`}
        value={kind}
        onChange={(event) => isKind(event.target.value) && setKind(event.target.value)}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {names[one][0]}
          </option>
        ))}
      </SelectField>
      <TextField
        label={names[kind][1]}
        problem={typed !== '' && of === null ? t`This names none` : undefined}
        required
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <TextField
        label={t`Reason`}
        hint={t`It is kept with the decision.`}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="grid gap-3 sm:col-span-2">
        <Problem error={send.error} />
        <p role="status" className="text-sm font-semibold">
          {send.data && (
            <Plural
              value={send.data.views}
              _0="It is written down. No view is taken out yet."
              one="It is written down. # view does not count any more."
              other="It is written down. # views do not count any more."
            />
          )}
        </p>
        <Button type="submit" className="justify-self-start" busy={send.isPending}>
          <Trans>Take these views out</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Views that an operator declares void. */
export const VoidPart = (): ReactNode => {
  const periods = useFundPeriods()
  const open = (periods.data ?? []).flatMap(({ periodId, state }) =>
    state === 'open' || state === 'closed' ? [periodId] : [],
  )
  return (
    <Part
      name="voids"
      title={<Trans>Views that do not count</Trans>}
      intro={
        <Trans>
          Of an open period they never count. Of a closed one they are taken out when it becomes final, and
          what they had earned is shared among the others. Nobody can undo it.
        </Trans>
      }
    >
      {periods.error && !periods.data && (
        <PartFailed error={periods.error} busy={periods.isFetching} onRetry={() => void periods.refetch()} />
      )}
      {periods.isPending && <Waiting lines={1} />}
      {periods.data && open.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>No period is open or waits to become final.</Trans>
        </p>
      )}
      {open.length > 0 && <Form key={open.join(' ')} periods={open} />}
    </Part>
  )
}
