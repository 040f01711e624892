import type { FileImport, ImportFormat, ImportQuestion } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouter } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { Button, buttonClass, classes, EmptyState, SelectField } from '#shared/ui'
import { useImport, useImportActions, useImportFormats } from '../import-queries.ts'
import { missingIn, mappingFor } from '../mapping.ts'
import { formatWords } from '../words.ts'
import { ClientFrame } from './client-frame.tsx'
import { FormProblem, LoadingBlocks, NotLoaded } from './for-whom.tsx'

type Asked = Extract<ImportQuestion, { asks: 'mapping' }>

const ColumnRow = (props: {
  header: string
  samples: readonly string[]
  format: ImportFormat
  field: string
  onChange: (field: string) => void
}): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const { header, samples } = props
  return (
    <li className="grid gap-x-6 gap-y-2 py-4 sm:grid-cols-2 sm:items-center">
      <div className="min-w-0">
        <label htmlFor={id} className="font-semibold break-words">
          <bdi>{header}</bdi>
        </label>
        <p className="truncate text-xs text-ink-soft">
          {samples.length > 0 ? <bdi>{samples.join(' · ')}</bdi> : <Trans>Not shown, or empty</Trans>}
        </p>
      </div>
      <select
        id={id}
        className="field"
        value={props.field}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">{t`Not read`}</option>
        {props.format.fields.map(({ field, header: usual }) => (
          <option key={field} value={field}>
            {usual}
          </option>
        ))}
      </select>
    </li>
  )
}

/** What still has no column. */
const Missing = ({ format, fields }: { format: ImportFormat; fields: readonly string[] }): ReactNode => {
  const missing = missingIn(format, fields)
  if (missing.length === 0) return null
  return (
    <p role="status" className="rounded-md bg-raised p-4 text-sm">
      <Trans>Still without a column: {missing.join(', ')}.</Trans>
    </p>
  )
}

const MappingForm = (props: {
  given: FileImport
  asked: Asked
  formats: readonly ImportFormat[]
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { history } = useRouter()
  const { given, asked, formats } = props
  const { map } = useImportActions(given.importId)
  const [formatId, setFormatId] = useState(asked.closest?.format ?? '')
  const [columns, setColumns] = useState<Readonly<Record<string, string>>>(asked.closest?.columns ?? {})
  const format = formats.find((one) => one.format === formatId) ?? { format: '', fields: [], needs: [] }
  const known = new Set(format.fields.map(({ field }) => field))
  const fieldOf = (header: string): string => {
    const field = columns[header] ?? ''
    return known.has(field) ? field : ''
  }
  const mapping = mappingFor(format, columns)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    map.mutate(mapping, { onSuccess: () => history.push(`/clients/${given.clientId}/imports`) })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <SelectField
        label={t`What the file is`}
        value={formatId}
        onChange={(event) => setFormatId(event.target.value)}
      >
        {formatId === '' && <option value="">{t`Choose what it is`}</option>}
        {formats.map((one) => {
          const words = formatWords(one.format)
          return (
            <option key={one.format} value={one.format}>
              {words ? i18n._(words) : one.format}
            </option>
          )
        })}
      </SelectField>
      <ul className={classes('divide-y divide-line', formatId === '' && 'hidden')}>
        {asked.headers.map((header) => (
          <ColumnRow
            key={header}
            header={header}
            samples={asked.sample.map((line) => line[header] ?? '').filter((value) => value !== '')}
            format={format}
            field={fieldOf(header)}
            onChange={(field) => setColumns({ ...columns, [header]: field })}
          />
        ))}
      </ul>
      <Missing format={format} fields={Object.values(mapping.columns)} />
      <FormProblem error={map.error} />
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          icon="check"
          busy={map.isPending}
          disabled={formatId === '' || missingIn(format, Object.values(mapping.columns)).length > 0}
        >
          <Trans>Remember and read the file</Trans>
        </Button>
        <Link
          to="/clients/$clientId/imports"
          params={{ clientId: given.clientId }}
          className={buttonClass('quiet')}
        >
          <Trans>Later</Trans>
        </Link>
      </div>
    </form>
  )
}

const Mapping = ({ clientId, importId }: { clientId: string; importId: string }): ReactNode => {
  const { t } = useLingui()
  const found = useImport(importId)
  const formats = useImportFormats()
  const error = found.error ?? formats.error
  if (error) return <NotLoaded error={error} busy={found.isFetching} onAgain={() => void found.refetch()} />
  if (!found.data || !formats.data) return <LoadingBlocks />
  const { question } = found.data
  if (question?.asks !== 'mapping')
    return (
      <EmptyState scene="hat" title={t`This file asks nothing any more`}>
        <Link to="/clients/$clientId/imports" params={{ clientId }} className={buttonClass('primary')}>
          <Trans>To the imports</Trans>
        </Link>
      </EmptyState>
    )
  return (
    <section aria-labelledby="mapping-title" className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div>
        <h2 id="mapping-title" className="text-xl break-words">
          <bdi>{found.data.fileName}</bdi>
          {question.sheet !== '' && <bdi className="text-ink-soft"> · {question.sheet}</bdi>}
        </h2>
        <p className="mt-1 max-w-prose text-sm text-ink-soft">
          <Trans>
            Say what each column is. It is remembered for this client: the next file with these headers is
            read without asking.
          </Trans>
        </p>
      </div>
      <MappingForm given={found.data} asked={question} formats={formats.data} />
    </section>
  )
}

/** Where a member says which column of an unknown table is what. */
const MappingPage = (props: { clientId: string; importId: string }): ReactNode => (
  <ClientFrame clientId={props.clientId}>{() => <Mapping {...props} />}</ClientFrame>
)

export default MappingPage
