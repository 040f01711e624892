import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { DataTable, useCounts, useRejectWord } from '#features/money'
import { ListEnd } from '#shared/states'
import { Sheet } from '#shared/ui'
import { useStatementViews } from '../queries.ts'

const Seconds = ({ ms }: { ms: number }): ReactNode => {
  const { i18n } = useLingui()
  return new Intl.NumberFormat(i18n.locale, {
    ...{ style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 },
  }).format(ms / 1000)
}

/** Each view of a video on a day: whether it earned, and if not why. */
export const StatementViews = (props: {
  at: { periodId: string; postId: string; day: string }
  onClose: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { day } = useCounts()
  const word = useRejectWord()
  const list = useStatementViews(props.at)
  return (
    <Sheet
      open
      title={t`Views of ${day(props.at.day)}`}
      description={<Trans>Viewers have another name in every statement: nobody can be followed.</Trans>}
      onClose={props.onClose}
    >
      {list.views.length > 0 && (
        <DataTable
          title={t`Views`}
          rows={list.views}
          keyOf={({ viewer, visibleMs, reason }) => `${viewer} ${visibleMs} ${reason}`}
          columns={[
            {
              key: 'viewer',
              head: t`Viewer`,
              render: ({ viewer }) => <code className="text-xs">{viewer.slice(0, 8)}</code>,
            },
            {
              key: 'seen',
              head: t`Watched`,
              isNumber: true,
              render: ({ visibleMs }) => <Seconds ms={visibleMs} />,
            },
            {
              key: 'result',
              head: t`Result`,
              render: ({ qualified, reason, voided }) => {
                if (voided) return word('voided')
                return qualified ? t`Qualified` : word(reason ?? '')
              },
            },
          ]}
        />
      )}
      {list.isSuccess && list.views.length === 0 && (
        <p className="py-6 text-center text-ink-soft">
          <Trans>No view is kept for this day.</Trans>
        </p>
      )}
      <ListEnd list={list} />
      {list.isSuccess && !list.hasNextPage && list.views.length > 0 && (
        <p className="mt-3 text-xs text-ink-soft">
          <Plural value={list.views.length} one="# view, all of them." other="# views, all of them." />
        </p>
      )}
    </Sheet>
  )
}
