import type { ConversionEvent } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Button, SelectField, TextField, toast } from '#shared/ui'
import { FormProblem } from '../components/for-whom.tsx'
import type { useLinkChanges } from './queries.ts'
import { events, eventWords } from './words.ts'

const empty = { destination: '', campaign: '', label: '' }

/** Makes a link. */
export const AddLink = ({ changes }: { changes: ReturnType<typeof useLinkChanges> }): ReactNode => {
  const { t, i18n } = useLingui()
  const { create } = changes
  const [form, setForm] = useState(empty)
  const [goal, setGoal] = useState<ConversionEvent>('purchase')
  const field = (name: keyof typeof empty) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => {
      create.reset()
      setForm({ ...form, [name]: event.target.value })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate(
      { ...form, goal },
      {
        onSuccess: () => {
          setForm({ ...empty, campaign: form.campaign })
          toast(t`The link is ready: give its code to the author`)
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="card grid gap-4 p-5">
      <h3 className="text-base">
        <Trans>New link</Trans>
      </h3>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={t`Where it leads`}
          type="url"
          required
          maxLength={2000}
          pattern="https://.+"
          title={t`An address that begins with https://`}
          placeholder="https://"
          {...field('destination')}
        />
        <TextField
          label={t`Campaign`}
          required
          maxLength={80}
          hint={<Trans>Named as in your cost sheet, costs of the campaign meet it.</Trans>}
          {...field('campaign')}
        />
        <TextField label={t`Name, for you (optional)`} maxLength={80} {...field('label')} />
        <SelectField
          label={t`What counts as a conversion`}
          value={goal}
          onChange={(event) => setGoal(events.find((one) => one === event.target.value) ?? goal)}
        >
          {events.map((one) => (
            <option key={one} value={one}>
              {i18n._(eventWords[one])}
            </option>
          ))}
        </SelectField>
      </div>
      <FormProblem error={create.error} />
      <Button type="submit" icon="plus" className="justify-self-start" busy={create.isPending}>
        <Trans>Make the link</Trans>
      </Button>
    </form>
  )
}
