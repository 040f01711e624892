import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { namedAddress } from './address.ts'

/** Why there are no passkeys at this address, and where there are. */
export const PasskeyAddressNote = (): ReactNode => {
  const named = namedAddress(new URL(location.href))
  return (
    <p role="status" className="max-w-prose rounded-md bg-raised p-3.5 text-sm">
      <Trans>Passkeys need a name in the address, and this one is a number.</Trans>{' '}
      {named === null ? (
        <Trans>Ask the operator for the name of this instance.</Trans>
      ) : (
        <Trans>
          Open{' '}
          <a href={named} className="font-bold underline underline-offset-3">
            {named}
          </a>{' '}
          instead.
        </Trans>
      )}
    </p>
  )
}
