import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, EmptyState } from '#shared/ui'
import { ClientFrame } from './client-frame.tsx'

/** Where the boards of a client are. */
const ClientPage = ({ clientId }: { clientId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <ClientFrame clientId={clientId}>
      {({ may }) => (
        <EmptyState
          scene="stage"
          title={t`Boards are made of imported files`}
          text={
            may.import ? (
              <Trans>Drop the exports of shop, ads and affiliates, and a cost sheet if there is one.</Trans>
            ) : (
              <Trans>They appear here when your agency has imported the first ones.</Trans>
            )
          }
        >
          {may.import && (
            <Link to="/clients/$clientId/imports" params={{ clientId }} className={buttonClass('primary')}>
              <Trans>Import files</Trans>
            </Link>
          )}
        </EmptyState>
      )}
    </ClientFrame>
  )
}

export default ClientPage
