import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { EmptyState } from '#shared/ui'
import { ClientFrame } from '../components/client-frame.tsx'
import { LoadingBlocks, NotLoaded } from '../components/for-whom.tsx'
import { AddLink } from './add-link.tsx'
import { LinkCard } from './link-card.tsx'
import { useLinkChanges, useLinks } from './queries.ts'
import { SeenConversions } from './seen-conversions.tsx'
import { SetUp } from './set-up.tsx'

const Links = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const { clientId } = client
  const found = useLinks(clientId)
  const changes = useLinkChanges(clientId)
  const mayChange = client.may.import && client.archivedAt === null
  if (found.error && !found.data)
    return <NotLoaded error={found.error} busy={found.isFetching} onAgain={() => void found.refetch()} />
  return (
    <section aria-labelledby="tracked-links" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="tracked-links" className="text-lg">
        <Trans>Links on posts here</Trans>
      </h2>
      <p className="max-w-prose text-sm text-ink-soft">
        <Trans>
          Give the code of a link to the author of a post. The author puts it on the post as a button, and the
          post says that it is advertising. Clicks and what came of them stand in your boards within ten
          minutes.
        </Trans>
      </p>
      {mayChange && <AddLink changes={changes} />}
      {found.isPending && <LoadingBlocks />}
      {found.data?.length === 0 && (
        <EmptyState
          scene="curtain"
          title={t`No links yet`}
          text={<Trans>Make the first one, and see what a post on Busker sells.</Trans>}
        />
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {found.data?.map((link) => (
          <LinkCard key={link.linkId} link={link} mayChange={mayChange} changes={changes} />
        ))}
      </ul>
    </section>
  )
}

/** Links to a client's shop on posts here, and how the shop tells what came of them. */
const LinksPage = ({ clientId }: { clientId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <ClientFrame clientId={clientId}>
      {(client) =>
        client.may.import ? (
          <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-12">
            <Links client={client} />
            <SetUp client={client} />
            <SeenConversions clientId={clientId} />
          </div>
        ) : (
          <EmptyState
            scene="curtain"
            title={t`Behind the curtain`}
            text={<Trans>Only the agency sees the links of this client.</Trans>}
          />
        )
      }
    </ClientFrame>
  )
}

export default LinksPage
