import type { Author } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { uuidv7 } from '#shared/clock'
import { Avatar, Button, TextField, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useBeginLink, useReadCode } from '../family-queries.ts'

/**
 * What a link that was sent along fills in; nothing happens by opening it. It stands behind `#`, which is told to no server
 * and so stands in no log.
 */
const sentCode = (): string => window.location.hash.slice(1, 21)

/** Whose code it is, and what accepting it means, before it is accepted. */
const Accept = (props: { person: Author; code: string; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const { person, code, onDone } = props
  const errorText = useFamilyErrorText()
  const begin = useBeginLink()
  const [linkId] = useState(() => uuidv7())
  const name = person.displayName
  const accept = (): void =>
    begin.mutate(
      { linkId, code },
      {
        onSuccess: () => {
          toast(t`You are linked to ${name}`)
          onDone()
        },
        onError: (error) => toast(errorText(error)),
      },
    )
  return (
    <section aria-label={t`Accept the link`} className="card grid gap-4 p-5">
      <div className="flex items-center gap-3">
        <Avatar handle={person.handle} name={name} picture={person.picture} />
        <div className="min-w-0">
          <p className="truncate font-semibold" dir="auto">
            {name}
          </p>
          <p className="truncate text-xs text-ink-soft">
            <bdi>@{person.handle}</bdi>
          </p>
        </div>
      </div>
      <ul className="grid list-disc gap-1 ps-5 text-sm">
        <li>
          <Trans>You will see how many minutes they watch each day.</Trans>
        </li>
        <li>
          <Trans>You will not see what they watch, like, write or post, and whom they follow.</Trans>
        </li>
        <li>
          <Trans>You can set a lower limit for the day, and whether they may put it off.</Trans>
        </li>
        <li>
          <Trans>They are told of each change, and either of you can end this at any time.</Trans>
        </li>
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button busy={begin.isPending} onClick={accept}>
          <Trans>Accept</Trans>
        </Button>
        <Button look="secondary" onClick={onDone}>
          <Trans>Not now</Trans>
        </Button>
      </div>
    </section>
  )
}

/** A parent types the code of a teen, sees whose it is, and accepts. */
export const EnterCode = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useFamilyErrorText()
  const [code, setCode] = useState(sentCode)
  const read = useReadCode()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    read.mutate(code)
  }
  const forget = (): void => {
    setCode('')
    read.reset()
  }
  if (read.data) return <Accept person={read.data.person} code={code} onDone={forget} />
  return (
    <form className="grid max-w-md gap-4" onSubmit={submit}>
      <TextField
        label={t`Code of the teen`}
        hint={<Trans>They make it in their settings, under Family. It is valid for a day.</Trans>}
        problem={read.error ? errorText(read.error) : undefined}
        value={code}
        dir="ltr"
        required
        minLength={10}
        maxLength={20}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button type="submit" className="justify-self-start" busy={read.isPending}>
        <Trans>See whose it is</Trans>
      </Button>
    </form>
  )
}
