import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { TextField } from '#shared/ui'

/** Whether a version is sold, and from when on it counts. */
export const VersionFields = (props: {
  onSale: boolean
  from: string
  onChange: (change: { onSale: boolean } | { from: string }) => void
}): ReactNode => {
  const { t } = useLingui()
  return (
    <>
      <TextField
        label={t`Counts from`}
        hint={t`Empty: from now on`}
        type="datetime-local"
        value={props.from}
        onChange={(event) => props.onChange({ from: event.target.value })}
      />
      <label className="flex min-h-12 items-center gap-3 self-center text-sm font-semibold">
        <input
          type="checkbox"
          className="size-5"
          checked={props.onSale}
          onChange={(event) => props.onChange({ onSale: event.target.checked })}
        />
        <Trans>It is sold</Trans>
      </label>
    </>
  )
}
