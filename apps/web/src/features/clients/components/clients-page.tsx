import type { Client, OrganisationId } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouter } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { Button, EmptyState, Icon, Page, SelectField, TextField } from '#shared/ui'
import { useClients, useCreateAgency, useCreateClient } from '../queries.ts'
import { ClientFields, newClientForm } from './client-fields.tsx'
import { FormProblem, LoadingBlocks, NotLoaded, SignUpFirst } from './for-whom.tsx'

type Organisation = NonNullable<ReturnType<typeof useClients>['data']>['organisations'][number]

/** The first step of an agency or brand. */
const CreateAgency = (): ReactNode => {
  const { t } = useLingui()
  const create = useCreateAgency()
  const [name, setName] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate(name.trim())
  }
  return (
    <form onSubmit={submit} className="card grid gap-5 p-5 sm:p-7">
      <div>
        <h2 className="text-xl">
          <Trans>What is your agency or brand called?</Trans>
        </h2>
        <p className="mt-1 max-w-prose text-sm text-ink-soft">
          <Trans>
            It holds your clients and the people who work for them. A brand that works for itself is its own
            client.
          </Trans>
        </p>
      </div>
      <TextField
        label={t`Name`}
        required
        minLength={2}
        maxLength={80}
        autoComplete="organization"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <FormProblem error={create.error} />
      <Button type="submit" className="justify-self-start" busy={create.isPending}>
        <Trans>Create</Trans>
      </Button>
    </form>
  )
}

/** Adds a client and goes to where its files are dropped. */
const AddClient = (props: { owned: readonly Organisation[]; onCancel: (() => void) | null }): ReactNode => {
  const { t } = useLingui()
  const { history } = useRouter()
  const create = useCreateClient()
  const [form, setForm] = useState(newClientForm)
  const [organisationId, setOrganisationId] = useState(props.owned[0]?.organisationId)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (organisationId === undefined) return
    create.mutate(
      { ...form, name: form.name.trim(), organisationId },
      { onSuccess: ({ client }) => history.push(`/clients/${client.clientId}/imports`) },
    )
  }
  return (
    <form onSubmit={submit} className="card grid gap-5 p-5 sm:p-7">
      <h2 className="text-xl">
        <Trans>Add a client</Trans>
      </h2>
      {props.owned.length > 1 && (
        <SelectField
          label={t`For`}
          value={organisationId}
          onChange={(event) =>
            // One of the options, whose values are ids.
            setOrganisationId(event.target.value as OrganisationId)
          }
        >
          {props.owned.map((one) => (
            <option key={one.organisationId} value={one.organisationId}>
              {one.name}
            </option>
          ))}
        </SelectField>
      )}
      <ClientFields form={form} onChange={setForm} />
      <FormProblem error={create.error} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={create.isPending}>
          <Trans>Add the client</Trans>
        </Button>
        {props.onCancel && (
          <Button look="quiet" onClick={props.onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
    </form>
  )
}

const roleWords = (role: Client['role']): ReactNode => {
  switch (role) {
    case 'owner':
      return <Trans>Owner</Trans>
    case 'analyst':
      return <Trans>Analyst</Trans>
    case 'viewer':
      return <Trans>Viewer</Trans>
  }
}

const ClientRow = ({
  client,
  showsOrganisation,
}: {
  client: Client
  showsOrganisation: boolean
}): ReactNode => (
  <li>
    <Link
      to="/clients/$clientId"
      params={{ clientId: client.clientId }}
      className="card flex min-h-20 items-center gap-4 p-5 transition hover:border-ink-soft"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-md bg-raised text-curtain-text">
        <Icon name="case" />
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-display text-lg font-bold">{client.name}</bdi>
        <span className="block truncate text-sm text-ink-soft">
          {showsOrganisation && <bdi>{client.organisation.name} · </bdi>}
          {client.currency} · {client.region} · {roleWords(client.role)}
        </span>
      </span>
      {client.archivedAt !== null && (
        <span className="rounded-full bg-raised px-3 py-1 text-xs font-semibold text-ink-soft">
          <Trans>Archived</Trans>
        </span>
      )}
    </Link>
  </li>
)

const ClientList = ({ clients }: { clients: readonly Client[] }): ReactNode => {
  const organisations = new Set(clients.map(({ organisation }) => organisation.organisationId))
  const sorted = [...clients.filter((one) => !one.archivedAt), ...clients.filter((one) => one.archivedAt)]
  return (
    <ul className="grid gap-3">
      {sorted.map((client) => (
        <ClientRow key={client.clientId} client={client} showsOrganisation={organisations.size > 1} />
      ))}
    </ul>
  )
}

const Loaded = (props: { organisations: readonly Organisation[]; clients: readonly Client[] }): ReactNode => {
  const { t } = useLingui()
  const [adds, setAdds] = useState(false)
  const { organisations, clients } = props
  const owned = organisations.filter(({ role }) => role === 'owner')
  if (organisations.length === 0 && clients.length === 0) return <CreateAgency />
  if (owned.length > 0 && clients.length === 0) return <AddClient owned={owned} onCancel={null} />
  return (
    <div className="grid gap-6">
      {clients.length === 0 ? (
        <EmptyState
          scene="stage"
          title={t`No client yet`}
          text={<Trans>Ask an owner of your organisation to give you one.</Trans>}
        />
      ) : (
        <ClientList clients={clients} />
      )}
      {owned.length > 0 &&
        (adds ? (
          <AddClient owned={owned} onCancel={() => setAdds(false)} />
        ) : (
          <Button look="secondary" icon="plus" className="justify-self-start" onClick={() => setAdds(true)}>
            <Trans>Add a client</Trans>
          </Button>
        ))}
    </div>
  )
}

/** The clients of an agency; on the first visit, how to become one. */
const ClientsPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const found = useClients(me !== null && me !== undefined)
  if (me === null) return <SignUpFirst path="/clients" />
  if (found.error && !found.data)
    return <NotLoaded error={found.error} busy={found.isFetching} onAgain={() => void found.refetch()} />
  return (
    <Page
      title={t`Clients`}
      width="wide"
      intro={
        <Trans>
          Brands whose videos and shops are on TikTok. Drop in their exported files, and their boards say what
          was really earned.
        </Trans>
      }
    >
      {found.data ? <Loaded {...found.data} /> : <LoadingBlocks />}
    </Page>
  )
}

export default ClientsPage
