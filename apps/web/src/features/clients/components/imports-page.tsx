import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button, EmptyState } from '#shared/ui'
import { useImportChanges, useImports } from '../import-queries.ts'
import { useSending } from '../use-sending.ts'
import { ClientFrame } from './client-frame.tsx'
import { DropFiles } from './drop-files.tsx'
import { LoadingBlocks } from './for-whom.tsx'
import { ImportCard } from './import-card.tsx'
import { SentFiles } from './import-progress.tsx'
import { RememberedColumns } from './remembered-columns.tsx'

const History = ({ list }: { list: ReturnType<typeof useImports> }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  if (list.isPending) return <LoadingBlocks />
  if (list.error && list.imports.length === 0)
    return (
      <p role="alert" className="text-sm text-alert">
        {errorText(list.error)}
      </p>
    )
  if (list.imports.length === 0)
    return (
      <EmptyState
        scene="hat"
        title={t`Nothing imported yet`}
        text={<Trans>Overlapping and repeated exports are fine: every line counts once.</Trans>}
      />
    )
  return (
    <>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {list.imports.map((one) => (
          <ImportCard key={one.importId} given={one} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button
          look="secondary"
          className="mt-4"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          <Trans>Show older</Trans>
        </Button>
      )}
    </>
  )
}

const Imports = ({ client }: { client: Client }): ReactNode => {
  const { clientId, archivedAt } = client
  const list = useImports(clientId)
  const sending = useSending(clientId, list.maximumBytes)
  useImportChanges(clientId)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {archivedAt === null && <DropFiles maximumBytes={list.maximumBytes} onFiles={sending.add} />}
      <SentFiles files={sending.files} onDismiss={sending.dismiss} />
      <section aria-labelledby="import-history">
        <h2 id="import-history" className="mb-3 text-lg">
          <Trans>Imported files</Trans>
        </h2>
        <History list={list} />
      </section>
      <RememberedColumns clientId={clientId} />
    </div>
  )
}

/** Where files are imported for a client, and what became of them. */
const ImportsPage = ({ clientId }: { clientId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <ClientFrame clientId={clientId}>
      {(client) =>
        client.may.import ? (
          <Imports client={client} />
        ) : (
          <EmptyState
            scene="curtain"
            title={t`Behind the curtain`}
            text={<Trans>Only the agency imports files. You see the boards that are made of them.</Trans>}
          />
        )
      }
    </ClientFrame>
  )
}

export default ImportsPage
