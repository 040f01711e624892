import type { Family } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Button, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useDropCode, useMakeCode } from '../family-queries.ts'

const useCopy = () => {
  const { t } = useLingui()
  return async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      toast(t`Copied`)
    } catch {
      // A browser may refuse; the text can still be marked by hand.
      toast(t`Mark the text and copy it by hand.`)
    }
  }
}

const Shown = ({ code, expiresAt }: { code: string; expiresAt: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const copy = useCopy()
  const typed = `${code.slice(0, 5)}-${code.slice(5)}`
  const until = shortTime(expiresAt, i18n.locale)
  return (
    <div className="card grid justify-items-start gap-3 p-5">
      <output
        aria-label={t`Your code`}
        dir="ltr"
        className="font-display text-2xl font-bold tracking-wide whitespace-nowrap tabular-nums select-all sm:text-4xl"
      >
        {typed}
      </output>
      <p className="text-sm text-ink-soft">
        <Trans>Valid until {until}, for one person. It is shown only now.</Trans>
      </p>
      <div className="flex flex-wrap gap-3">
        <Button look="secondary" icon="copy" onClick={() => void copy(typed)}>
          <Trans>Copy the code</Trans>
        </Button>
        <Button
          look="secondary"
          icon="share"
          onClick={() => void copy(`${window.location.origin}/family#${typed}`)}
        >
          <Trans>Copy as a link</Trans>
        </Button>
      </div>
    </div>
  )
}

const Out = ({ expiresAt }: { expiresAt: string }): ReactNode => {
  const { i18n } = useLingui()
  const until = shortTime(expiresAt, i18n.locale)
  return (
    <p className="text-sm text-ink-soft">
      <Trans>A code that you made is valid until {until}. It is not shown again.</Trans>
    </p>
  )
}

/** A code for a parent: made, shown once, taken back. */
export const Invite = ({ family }: { family: Family }): ReactNode => {
  const errorText = useFamilyErrorText()
  const make = useMakeCode()
  const drop = useDropCode()
  const made = family.code !== null && make.data?.expiresAt === family.code.expiresAt ? make.data : null
  const say = (error: Error): void => {
    toast(errorText(error))
  }
  return (
    <div className="grid gap-4">
      {made !== null ? (
        <Shown {...made} />
      ) : (
        family.code !== null && <Out expiresAt={family.code.expiresAt} />
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          look={made === null ? 'primary' : 'secondary'}
          busy={make.isPending}
          onClick={() => make.mutate(undefined, { onError: say })}
        >
          {family.code === null ? <Trans>Make a code</Trans> : <Trans>Make another code</Trans>}
        </Button>
        {family.code !== null && (
          <Button look="quiet" busy={drop.isPending} onClick={() => drop.mutate(undefined, { onError: say })}>
            <Trans>Take the code back</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}
