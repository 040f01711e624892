import type { Client, ClientMember, GivenClientRole } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Avatar, Button, IconButton, SelectField, TextField, toast } from '#shared/ui'
import { useClientMembers, useMemberChanges } from '../queries.ts'
import { FormProblem, LoadingBlocks } from './for-whom.tsx'

const asRole = (value: string): GivenClientRole => (value === 'analyst' ? 'analyst' : 'viewer')

const RoleOptions = (): ReactNode => {
  const { t } = useLingui()
  return (
    <>
      <option value="analyst">{t`Analyst: imports and sees everything`}</option>
      <option value="viewer">{t`Viewer: sees boards and reports`}</option>
    </>
  )
}

const MemberRow = (props: {
  member: ClientMember
  mayManage: boolean
  changes: ReturnType<typeof useMemberChanges>
}): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { member, changes } = props
  const { handle, displayName, role } = member
  const onError = (error: unknown): void => toast(errorText(error))
  const isFixed = role === 'owner' || !props.mayManage
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <Avatar handle={handle} name={displayName} />
      <span className="min-w-0 flex-1 text-sm">
        <bdi className="block truncate font-semibold">{displayName}</bdi>
        <bdi className="block truncate text-xs text-ink-soft">@{handle}</bdi>
      </span>
      {isFixed ? (
        <span className="text-sm text-ink-soft">
          {role === 'owner' ? (
            <Trans>Owner</Trans>
          ) : role === 'analyst' ? (
            <Trans>Analyst</Trans>
          ) : (
            <Trans>Viewer</Trans>
          )}
        </span>
      ) : (
        <>
          <select
            aria-label={t`Role of ${displayName}`}
            className="field max-w-72 max-sm:order-last max-sm:max-w-none"
            value={role}
            disabled={changes.change.isPending}
            onChange={(event) =>
              changes.change.mutate({ handle, role: asRole(event.target.value) }, { onError })
            }
          >
            <RoleOptions />
          </select>
          <IconButton
            icon="trash"
            label={t`Take the client from ${displayName}`}
            onClick={() => changes.remove.mutate(handle, { onError })}
          />
        </>
      )}
    </li>
  )
}

const AddMember = ({ changes }: { changes: ReturnType<typeof useMemberChanges> }): ReactNode => {
  const { t } = useLingui()
  const { add } = changes
  const [handle, setHandle] = useState('')
  const [role, setRole] = useState<GivenClientRole>('viewer')
  const isUnknown = isApiError(add.error, 'not_found')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate({ handle: handle.replace(/^@/, ''), role }, { onSuccess: () => setHandle('') })
  }
  return (
    <form onSubmit={submit} className="mt-4 grid items-start gap-4 sm:grid-cols-2">
      <TextField
        label={t`Handle of the person`}
        prefix="@"
        required
        maxLength={24}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        hint={<Trans>They need an account here first.</Trans>}
        problem={isUnknown ? t`Nobody here has this handle.` : undefined}
        value={handle}
        onChange={(event) => {
          add.reset()
          setHandle(event.target.value.trim().toLowerCase())
        }}
      />
      <SelectField label={t`Role`} value={role} onChange={(event) => setRole(asRole(event.target.value))}>
        <RoleOptions />
      </SelectField>
      {!isUnknown && <FormProblem error={add.error} />}
      <Button type="submit" look="secondary" icon="plus" className="justify-self-start" busy={add.isPending}>
        <Trans>Add</Trans>
      </Button>
    </form>
  )
}

/** Who may see a client, and as what. */
export const ClientMembers = ({ client }: { client: Client }): ReactNode => {
  const errorText = useErrorText()
  const list = useClientMembers(client.clientId)
  const changes = useMemberChanges(client.clientId)
  return (
    <section aria-labelledby="client-members">
      <h2 id="client-members" className="mb-2 text-lg">
        <Trans>Members</Trans>
      </h2>
      {list.isPending && <LoadingBlocks count={1} />}
      {list.error && (
        <p role="alert" className="text-sm text-alert">
          {errorText(list.error)}
        </p>
      )}
      <ul className="divide-y divide-line">
        {list.data?.map((member) => (
          <MemberRow key={member.personId} member={member} mayManage={client.may.manage} changes={changes} />
        ))}
      </ul>
      {client.may.manage && <AddMember changes={changes} />}
    </section>
  )
}
