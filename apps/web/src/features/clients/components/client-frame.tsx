import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { buttonClass, Icon, Page } from '#shared/ui'
import { useClient } from '../queries.ts'
import { LoadingBlocks, NotLoaded, SignUpFirst } from './for-whom.tsx'

const tab =
  'grid min-h-12 shrink-0 place-items-center whitespace-nowrap border-b-[3px] border-transparent px-4 text-sm font-semibold text-ink-soft hover:text-ink ' +
  'aria-[current=page]:border-curtain aria-[current=page]:text-ink'

/** The pages of a client. A viewer has boards and reports. */
const Tabs = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const params = { clientId: client.clientId }
  return (
    <nav
      aria-label={t`Pages of this client`}
      className="-mt-2 mb-6 flex overflow-x-auto border-b border-line"
    >
      <Link to="/clients/$clientId" params={params} activeOptions={{ exact: true }} className={tab}>
        <Trans>Boards</Trans>
      </Link>
      <Link to="/clients/$clientId/reports" params={params} className={tab}>
        <Trans context="of a client">Reports</Trans>
      </Link>
      {client.may.import && (
        <>
          <Link to="/clients/$clientId/imports" params={params} className={tab}>
            <Trans>Imports</Trans>
          </Link>
          <Link to="/clients/$clientId/links" params={params} className={tab}>
            <Trans>Links</Trans>
          </Link>
          <Link to="/clients/$clientId/settings" params={params} className={tab}>
            <Trans>Members and rates</Trans>
          </Link>
        </>
      )}
    </nav>
  )
}

/** A page of a client: its name, the way to its other pages, and that it was put away where it was. */
export const ClientFrame = (props: {
  clientId: string
  children: (client: Client) => ReactNode
}): ReactNode => {
  const me = useMe()
  const { t } = useLingui()
  const found = useClient(props.clientId, me !== null && me !== undefined)
  const client = found.data
  if (me === null) return <SignUpFirst path={`/clients/${props.clientId}`} />
  if (found.error && !client)
    return <NotLoaded error={found.error} busy={found.isFetching} onAgain={() => void found.refetch()} />
  return (
    <Page
      title={client?.name ?? t`Client`}
      width="wide"
      back={
        <Link to="/clients" className={buttonClass('quiet', 'px-3')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>All clients</Trans>
        </Link>
      }
    >
      {client ? (
        <>
          <Tabs client={client} />
          {client.isDemo && (
            <p className="mb-6 flex gap-3 rounded-md bg-limelight p-4 text-sm text-on-limelight">
              <Icon name="why" className="size-5 shrink-0" />
              <Trans>
                Demo data: this brand, its buyers and its creators are invented. Its files were generated and
                imported like yours would be.
              </Trans>
            </p>
          )}
          {client.archivedAt !== null && (
            <p className="mb-6 flex gap-3 rounded-md bg-raised p-4 text-sm">
              <Icon name="clock" className="size-5 shrink-0" />
              <Trans>This client is archived: it can be read, not changed.</Trans>
            </p>
          )}
          {props.children(client)}
        </>
      ) : (
        <LoadingBlocks />
      )}
    </Page>
  )
}
