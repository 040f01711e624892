import type { InboxSettings, MailChoice, OwnMail } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { PartFailed, Waiting } from '#shared/states'
import { Button, TextField, toast } from '#shared/ui'
import { useOwnMail, useSetMail } from '../mail-queries.ts'

const localeOf = (locale: string): 'en' | 'es' => (locale === 'es' ? 'es' : 'en')

const Choice = (props: {
  settings: InboxSettings
  onChange: (change: { mail: MailChoice }) => void
}): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const choices: readonly { mail: MailChoice; name: string; text: string }[] = [
    { mail: 'off', name: t`None`, text: t`Nothing is sent.` },
    {
      ...{ mail: 'important', name: t`What I have to know` },
      text: t`Decisions about you, payouts, refused videos and new sign-ins, as they come.`,
    },
    {
      mail: 'daily',
      name: t`Once a day, too`,
      text: t`And in the evening what is new and you did not look at.`,
    },
  ]
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-2 text-sm font-semibold">
        <Trans>What is sent</Trans>
      </legend>
      {choices.map(({ mail, name, text }) => (
        <div key={mail} className="flex items-start gap-3 py-2">
          <input
            id={`${id}-${mail}`}
            type="radio"
            name={id}
            className="mt-0.5 size-5 shrink-0 accent-curtain"
            checked={props.settings.mail === mail}
            onChange={() => props.onChange({ mail })}
          />
          <label htmlFor={`${id}-${mail}`} className="cursor-pointer text-sm">
            <span className="block font-semibold">{name}</span>
            <span className="block text-ink-soft">{text}</span>
          </label>
        </div>
      ))}
    </fieldset>
  )
}

const Kept = (): ReactNode => (
  <p className="card p-4 text-sm">
    <Trans>
      This instance does not send mail yet: it is kept for its operator. Ask them for what was sent to you.
    </Trans>
  </p>
)

const Pending = ({ address }: { address: string }): ReactNode => (
  <p role="status" className="card p-4 text-sm">
    <Trans>
      We sent a link to <b className="break-all">{address}</b>. Open it within a day; until then nothing
      changes.
    </Trans>
  </p>
)

const Address = ({ mail }: { mail: OwnMail }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(mail.address === null && mail.pending === null)
  const send = useSetMail()
  const close = (): void => {
    setText('')
    setOpen(false)
  }
  return (
    <div className="grid gap-4">
      {mail.address !== null && (
        <p className="text-sm">
          <Trans>
            Mail comes to <b className="break-all">{mail.address}</b>
          </Trans>
        </p>
      )}
      {mail.pending !== null && <Pending address={mail.pending.address} />}
      {isOpen && (
        <form
          className="grid max-w-md gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            send.mutate({ address: text.trim(), locale: localeOf(i18n.locale) }, { onSuccess: close })
          }}
        >
          <TextField
            label={t`Your e-mail address`}
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            value={text}
            problem={send.error ? errorText(send.error) : undefined}
            onChange={({ target }) => setText(target.value)}
          />
          <div>
            <Button type="submit" busy={send.isPending}>
              <Trans>Send me the link</Trans>
            </Button>
          </div>
        </form>
      )}
      {!isOpen && (
        <div className="flex flex-wrap gap-3">
          <Button look="secondary" onClick={() => setOpen(true)}>
            {mail.pending === null ? (
              <Trans>Another address</Trans>
            ) : (
              <Trans>Send it again, or elsewhere</Trans>
            )}
          </Button>
          <Button
            look="secondary"
            busy={send.isPending}
            onClick={() =>
              send.mutate(null, {
                onSuccess: () => setOpen(true),
                onError: (error) => toast(errorText(error)),
              })
            }
          >
            {mail.address === null ? <Trans>Never mind</Trans> : <Trans>Take the address off</Trans>}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Where mail comes, and how much. */
export const MailPart = (props: {
  settings: InboxSettings
  onChange: (change: { mail: MailChoice }) => void
}): ReactNode => {
  const mail = useOwnMail(true)
  if (mail.isError)
    return <PartFailed error={mail.error} busy={mail.isFetching} onRetry={() => void mail.refetch()} />
  if (!mail.data) return <Waiting lines={2} />
  return (
    <div className="grid gap-6">
      {!mail.data.leaves && <Kept />}
      <Address mail={mail.data} />
      {mail.data.address !== null && <Choice {...props} />}
    </div>
  )
}
