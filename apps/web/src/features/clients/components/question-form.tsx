import type { FileImport, ImportQuestion } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Button, buttonClass, SelectField, TextField } from '#shared/ui'
import { useImportActions } from '../import-queries.ts'
import { FormProblem } from './for-whom.tsx'

type Asked = Exclude<ImportQuestion, { asks: 'mapping' }>['asks']
type Answer = Parameters<ReturnType<typeof useImportActions>['answer']['mutate']>[0]

interface Fields {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly dateOrder: 'day_first' | 'month_first'
}

const answerOf = (asks: Asked, { from, to, text, dateOrder }: Fields): Answer => {
  switch (asks) {
    case 'period':
      return { period: { from, to } }
    case 'date_order':
      return { dateOrder }
    case 'currency':
      return { currency: text.trim().toUpperCase() }
    case 'account':
      return { account: text.trim().replace(/^@/, '') }
    case 'export_day':
      return { exportedOn: from }
  }
}

interface InputProps {
  readonly fields: Fields
  readonly onChange: (part: Partial<Fields>) => void
}

const Period = ({ fields, onChange }: InputProps): ReactNode => {
  const { t } = useLingui()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={t`First day`}
        type="date"
        required
        value={fields.from}
        onChange={(event) => onChange({ from: event.target.value })}
      />
      <TextField
        label={t`Last day`}
        type="date"
        required
        min={fields.from}
        value={fields.to}
        onChange={(event) => onChange({ to: event.target.value })}
      />
    </div>
  )
}

const DateOrder = ({ fields, onChange }: InputProps): ReactNode => {
  const { t } = useLingui()
  return (
    <SelectField
      label={t`03/04 means`}
      value={fields.dateOrder}
      onChange={(event) =>
        onChange({ dateOrder: event.target.value === 'day_first' ? 'day_first' : 'month_first' })
      }
    >
      <option value="day_first">{t`the 3rd of April`}</option>
      <option value="month_first">{t`the 4th of March`}</option>
    </SelectField>
  )
}

const Inputs = ({ asks, ...props }: InputProps & { asks: Asked }): ReactNode => {
  const { t } = useLingui()
  const { fields, onChange } = props
  switch (asks) {
    case 'period':
      return <Period {...props} />
    case 'date_order':
      return <DateOrder {...props} />
    case 'currency':
      return (
        <TextField
          label={t`Currency, as three letters`}
          required
          maxLength={3}
          placeholder="USD"
          value={fields.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      )
    case 'account':
      return (
        <TextField
          label={t`Name of the account`}
          prefix="@"
          required
          maxLength={80}
          autoCapitalize="none"
          value={fields.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      )
    case 'export_day':
      return (
        <TextField
          label={t`Day of the export`}
          type="date"
          required
          value={fields.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      )
  }
}

const sentenceOf = (asks: Asked): ReactNode => {
  switch (asks) {
    case 'period':
      return <Trans>The file does not say which days it is about.</Trans>
    case 'date_order':
      return <Trans>Nothing in the file tells whether the day or the month comes first.</Trans>
    case 'currency':
      return <Trans>The file names no currency.</Trans>
    case 'account':
      return <Trans>The file does not say whose it is.</Trans>
    case 'export_day':
      return <Trans>The dates of this file have no year. When was it exported?</Trans>
  }
}

const AskOne = ({ importId, asks }: { importId: string; asks: Asked }): ReactNode => {
  const { answer } = useImportActions(importId)
  const [fields, setFields] = useState<Fields>({ from: '', to: '', text: '', dateOrder: 'day_first' })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    answer.mutate(answerOf(asks, fields))
  }
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-md bg-raised p-4">
      <p className="text-sm font-semibold">{sentenceOf(asks)}</p>
      <Inputs asks={asks} fields={fields} onChange={(part) => setFields({ ...fields, ...part })} />
      <FormProblem error={answer.error} />
      <Button type="submit" className="justify-self-start" busy={answer.isPending}>
        <Trans>Go on</Trans>
      </Button>
    </form>
  )
}

/** What has to be known before a file can be read. */
export const Question = ({ given }: { given: FileImport }): ReactNode => {
  const { question, importId, clientId } = given
  if (question === null) return null
  if (question.asks !== 'mapping') return <AskOne importId={importId} asks={question.asks} />
  return (
    <div className="grid gap-4 rounded-md bg-raised p-4">
      <p className="text-sm font-semibold">
        <Trans>This table is not known yet. Say once which column is what; it is remembered.</Trans>
      </p>
      <Link
        to="/clients/$clientId/imports/$importId"
        params={{ clientId, importId }}
        className={buttonClass('primary', 'justify-self-start')}
      >
        <Trans>Match the columns</Trans>
      </Link>
    </div>
  )
}
