import type { ReferencePreview } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Button, buttonClass, classes, Icon, TextField, toast } from '#shared/ui'
import { usePreview, useSave, type ReferenceTable } from '../queries.ts'

const mostBytes = 5_000_000
const shortestSource = 3

const Columns = ({ columns }: Pick<ReferencePreview, 'columns'>): ReactNode => {
  const { t } = useLingui()
  return (
    <ul aria-label={t`Columns of the file`} className="flex flex-wrap gap-2">
      {columns.map(({ name, isKnown }, index) => (
        <li
          key={`${index} ${name}`}
          className={classes(
            'flex items-center gap-1.5 rounded-full px-3 py-1 text-xs font-semibold',
            isKnown ? 'bg-bottle-soft text-bottle' : 'bg-alert-soft text-alert',
          )}
        >
          <Icon name={isKnown ? 'check' : 'close'} className="size-3.5" weight={2.6} />
          <bdi className="max-w-48 truncate">{name}</bdi>
          {!isKnown && (
            <span className="sr-only">
              <Trans>not known</Trans>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const Sample = ({ columns, sample }: Pick<ReferencePreview, 'columns' | 'sample'>): ReactNode => (
  <div className="overflow-x-auto rounded-md border border-line">
    <table className="w-full text-start text-xs">
      <caption className="sr-only">
        <Trans>The first lines of the file</Trans>
      </caption>
      <thead className="bg-raised">
        <tr>
          {columns.map(({ name }, index) => (
            <th key={`${index} ${name}`} scope="col" className="px-3 py-2 text-start font-semibold">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {sample.map((cells, line) => (
          <tr key={`${line} ${cells.join()}`}>
            {cells.map((cell, index) => (
              <td key={`${index} ${cell}`} className="max-w-60 truncate px-3 py-2 tabular-nums">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

/** Lines that were refused, each with its reason. The server says them, in English. */
const Refusals = ({
  refused,
  refusedLines,
}: Pick<ReferencePreview, 'refused' | 'refusedLines'>): ReactNode => (
  <div role="alert" className="rounded-md bg-alert-soft p-4 text-sm text-alert">
    <p className="font-semibold">
      <Plural
        value={refusedLines}
        one="# line is refused. Mend it and choose the file again: half a table would be a wrong table."
        other="# lines are refused. Mend them and choose the file again: half a table would be a wrong table."
      />
    </p>
    <ol lang="en" className="mt-2 grid gap-1">
      {refused.map(({ line, reason }) => (
        <li key={`${line} ${reason}`} className="break-words">
          <Trans>Line {line}:</Trans> {reason}
        </li>
      ))}
      {refusedLines > refused.length && <li>…</li>}
    </ol>
  </div>
)

const Preview = ({ preview }: { preview: ReferencePreview }): ReactNode => {
  const { lines, refusedLines, firstDate, lastDate } = preview
  return (
    <div className="grid gap-4">
      {preview.columns.length > 0 && <Columns columns={preview.columns} />}
      {refusedLines > 0 && <Refusals {...preview} />}
      {lines > 0 && (
        <p className="text-sm">
          <Plural value={lines} one="# line is understood" other="# lines are understood" />
          {firstDate !== null && lastDate !== null && (
            <>
              {', '}
              <Trans>
                from {firstDate} to {lastDate}
              </Trans>
            </>
          )}
          .
        </p>
      )}
      {preview.sample.length > 0 && <Sample {...preview} />}
    </div>
  )
}

interface Chosen {
  readonly name: string
  readonly text: string
}

/** Chooses a file, shows what is understood of it, and keeps it with its source. */
export const UploadPanel = ({ table }: { table: ReferenceTable }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const id = useId()
  const preview = usePreview(table.table)
  const save = useSave(table.table)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [source, setSource] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return
    save.reset()
    preview.reset()
    setChosen(null)
    setTooLarge(file.size > mostBytes)
    if (file.size > mostBytes) return
    const text = await file.text()
    setChosen({ name: file.name, text })
    preview.mutate(text)
  }
  const forget = (): void => {
    setChosen(null)
    preview.reset()
    save.reset()
  }
  const isReady = preview.data !== undefined && preview.data.refusedLines === 0
  const keep = (): void => {
    if (!chosen) return
    save.mutate(
      { source: source.trim(), text: chosen.text },
      {
        onSuccess: () => {
          toast(t`The table is kept`)
          forget()
          setSource('')
        },
      },
    )
  }
  const problem = preview.error ?? save.error
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <label
          htmlFor={id}
          className={buttonClass('secondary', 'cursor-pointer has-focus-visible:outline-3')}
        >
          <Icon name="upload" className="size-5" />
          {chosen ? <Trans>Choose another file</Trans> : <Trans>Choose a CSV file</Trans>}
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            className="sr-only"
            onChange={(event) => {
              void choose(event.target.files?.[0])
              // The same file, mended, is a choice as well.
              event.target.value = ''
            }}
          />
        </label>
        {chosen && (
          <p className="min-w-0 truncate text-sm text-ink-soft">
            <bdi>{chosen.name}</bdi>
          </p>
        )}
      </div>
      {tooLarge && (
        <p role="alert" className="text-sm font-semibold text-alert">
          <Trans>The file is larger than 5 MB.</Trans>
        </p>
      )}
      {preview.isPending && (
        <div className="skeleton h-24 rounded-md" role="status" aria-label={t`Loading`} />
      )}
      {problem && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(problem)}
          {isApiError(problem) && problem.fields.slice(0, 3).map(({ message }) => ` ${message}`)}
        </p>
      )}
      {preview.data && <Preview preview={preview.data} />}
      {isReady && (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            keep()
          }}
        >
          <TextField
            label={t`Source`}
            hint={<Trans>Who counted, and when: it is shown beside every number made of this table.</Trans>}
            required
            minLength={shortestSource}
            maxLength={300}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
          <div className="flex flex-wrap gap-3">
            <Button
              type="submit"
              icon="check"
              busy={save.isPending}
              disabled={source.trim().length < shortestSource}
            >
              {table.inUse ? <Trans>Replace the table</Trans> : <Trans>Keep the table</Trans>}
            </Button>
            <Button look="quiet" onClick={forget}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}
