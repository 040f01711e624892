import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { useErrorText } from '#shared/api'
import { Button, toast } from '#shared/ui'
import { useLogo } from './queries.ts'

/** The picture that the reports of an agency carry from now on. */
export const LogoField = ({ client, hasLogo }: { client: Client; hasLogo: boolean }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const input = useRef<HTMLInputElement>(null)
  const { change, path } = useLogo(client.clientId, client.organisation.organisationId)
  const set = (file: File | null): void =>
    change.mutate(file, {
      onSuccess: () => toast(t`Saved`),
      onError: (error) => toast(errorText(error)),
    })
  return (
    <div className="grid content-start gap-1.5">
      <span className="text-sm font-semibold">
        <Trans>Logo of the agency</Trans>
      </span>
      <div className="flex flex-wrap items-center gap-3">
        {hasLogo && (
          <img
            key={change.submittedAt}
            src={`${path}?${change.submittedAt}`}
            alt={t`Logo of the agency`}
            className="max-h-12 max-w-32 rounded-sm bg-white object-contain p-1"
          />
        )}
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg"
          aria-label={t`Choose a logo`}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file) set(file)
            target.value = ''
          }}
        />
        <Button look="secondary" busy={change.isPending} onClick={() => input.current?.click()}>
          {hasLogo ? <Trans>Choose another</Trans> : <Trans>Choose a picture</Trans>}
        </Button>
        {hasLogo && (
          <Button look="quiet" className="px-4" disabled={change.isPending} onClick={() => set(null)}>
            <Trans>Take it away</Trans>
          </Button>
        )}
      </div>
      <p className="text-xs text-ink-soft">
        <Trans>PNG or JPEG, up to 512 kB. Reports that were made keep the one they have.</Trans>
      </p>
    </div>
  )
}
