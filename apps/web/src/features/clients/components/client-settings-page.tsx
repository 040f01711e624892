import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, ConfirmDialog, EmptyState, toast } from '#shared/ui'
import { useArchiveClient, useChangeClient } from '../queries.ts'
import { ClientFields } from './client-fields.tsx'
import { ClientFrame } from './client-frame.tsx'
import { ClientMembers } from './client-members.tsx'
import { ClientRates } from './client-rates.tsx'
import { FormProblem } from './for-whom.tsx'

const Details = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const change = useChangeClient(client.clientId)
  const { name, currency, region, timeZone } = client
  const [form, setForm] = useState({ name, currency, region, timeZone })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate({ ...form, name: form.name.trim() }, { onSuccess: () => toast(t`Saved`) })
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <h2 className="text-lg">
        <Trans>This client</Trans>
      </h2>
      <ClientFields form={form} onChange={setForm} />
      <FormProblem error={change.error} />
      <Button type="submit" look="secondary" className="justify-self-start" busy={change.isPending}>
        <Trans>Save</Trans>
      </Button>
    </form>
  )
}

const Archive = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const archive = useArchiveClient(client.clientId)
  const [asks, setAsks] = useState(false)
  const put = (archived: boolean): void =>
    archive.mutate(archived, {
      onError: (error) => toast(errorText(error)),
      onSettled: () => setAsks(false),
    })
  if (client.archivedAt !== null)
    return (
      <Button look="secondary" icon="again" busy={archive.isPending} onClick={() => put(false)}>
        <Trans>Bring the client back</Trans>
      </Button>
    )
  return (
    <>
      <Button look="danger" onClick={() => setAsks(true)}>
        <Trans>Archive the client</Trans>
      </Button>
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Archive this client?`}
            description={t`It can be read, not changed, until you bring it back. Nothing is deleted.`}
            action={t`Archive`}
            busy={archive.isPending}
            onConfirm={() => put(true)}
            onCancel={() => setAsks(false)}
          />
        )}
      </Suspense>
    </>
  )
}

/** Who works on a client, what its currencies are worth, and what it is called. */
const ClientSettingsPage = ({ clientId }: { clientId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <ClientFrame clientId={clientId}>
      {(client) =>
        client.may.import ? (
          <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-10">
            <ClientMembers client={client} />
            <ClientRates client={client} />
            {client.may.manage && (
              <>
                {client.archivedAt === null && <Details client={client} />}
                <div>
                  <Archive client={client} />
                </div>
              </>
            )}
          </div>
        ) : (
          <EmptyState
            scene="curtain"
            title={t`Behind the curtain`}
            text={<Trans>Only the agency sees who works on this client.</Trans>}
          />
        )
      }
    </ClientFrame>
  )
}

export default ClientSettingsPage
