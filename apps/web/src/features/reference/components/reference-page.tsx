import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Closed, NotLoaded } from '#shared/states'
import { buttonClass, Icon, Page } from '#shared/ui'
import { useReferences, type ReferenceTable } from '../queries.ts'
import { tableWords } from '../table-words.ts'
import { UploadPanel } from './upload-panel.tsx'
import { VersionLine, Versions } from './versions.tsx'

/** The columns that a file must have, and what a cell of each looks like. */
const Form = ({ table }: { table: ReferenceTable }): ReactNode => (
  <details className="text-sm">
    <summary className="w-fit cursor-pointer py-2 font-semibold text-curtain-text">
      <Trans>What the file looks like</Trans>
    </summary>
    <p className="mt-1">
      <code dir="ltr" className="rounded-sm bg-raised px-2 py-1 text-xs break-all">
        {table.columns.map(({ name }) => name).join(',')}
      </code>
    </p>
    {/* The server says these; names of columns are English as well. */}
    <dl lang="en" className="mt-3 grid gap-x-6 gap-y-1.5 sm:grid-cols-[auto_1fr]">
      {table.columns.map(({ name, form }) => (
        <div key={name} className="contents">
          <dt className="font-semibold">{name}</dt>
          <dd className="text-ink-soft">{form}</dd>
        </div>
      ))}
    </dl>
  </details>
)

const TableSection = ({ table }: { table: ReferenceTable }): ReactNode => {
  const { i18n } = useLingui()
  const { title, use } = tableWords[table.table]
  const headingId = `table-${table.table}`
  return (
    <section aria-labelledby={headingId} className="card grid gap-4 p-5 sm:p-7">
      <div>
        <h2 id={headingId} className="text-xl">
          {i18n._(title)}
        </h2>
        <p className="mt-1 max-w-prose text-sm text-ink-soft">{i18n._(use)}</p>
      </div>
      {table.inUse ? (
        <div className="flex gap-3 rounded-md bg-bottle-soft p-4">
          <Icon name="check" className="mt-0.5 size-5 shrink-0 text-bottle" />
          <VersionLine version={table.inUse} />
        </div>
      ) : (
        <p className="flex gap-3 rounded-md bg-raised p-4 text-sm">
          <Icon name="clock" className="mt-0.5 size-5 shrink-0 text-ink-soft" />
          <Trans>Not given yet: its numbers say that they are missing, and why.</Trans>
        </p>
      )}
      <UploadPanel table={table} />
      <div>
        <Form table={table} />
        {table.versions > 0 && <Versions table={table.table} count={table.versions} />}
      </div>
    </section>
  )
}

/** What the facts of this instance cannot know, as dated tables with their source. */
const ReferencePage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const tables = useReferences(me?.role === 'operator')
  if (me === null || (me && me.role !== 'operator'))
    return (
      <Closed
        isSignedIn={me !== null}
        text={<Trans>Only operators of this instance keep its tables.</Trans>}
      />
    )
  if (tables.error && !tables.data)
    return (
      <NotLoaded
        title={t`The page did not load`}
        error={tables.error}
        busy={tables.isFetching}
        onRetry={() => void tables.refetch()}
      />
    )
  return (
    <Page
      title={t`From outside`}
      width="wide"
      back={
        <Link to="/operator/numbers" className={buttonClass('quiet', 'px-3')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>Numbers</Trans>
        </Link>
      }
      intro={
        <Trans>
          Some numbers need what happens elsewhere. Give it as a CSV file with its source; nothing is ever
          guessed in its place.
        </Trans>
      }
    >
      {tables.data ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          {tables.data.map((table) => (
            <TableSection key={table.table} table={table} />
          ))}
        </div>
      ) : (
        <div className="grid gap-6" role="status">
          <span className="sr-only">
            <Trans>Loading</Trans>
          </span>
          <div className="skeleton h-64 rounded-lg" />
          <div className="skeleton h-64 rounded-lg" />
        </div>
      )}
    </Page>
  )
}

export default ReferencePage
