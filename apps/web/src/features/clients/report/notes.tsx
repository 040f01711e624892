import type { MetricDefinition, ReportContent } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { moment } from '#shared/format'

/** Which note says what a number means, by its id. */
export type Notes = ReadonlyMap<string, number>

export const notesOf = ({ definitions }: ReportContent): Notes =>
  new Map(definitions.map(({ metricId }, index) => [metricId, index + 1]))

const idOf = (metricId: string): string => `note-${metricId}`

/** The number of a note beside the name of a number, as a way there. */
export const NoteMark = ({ notes, metricId }: { notes: Notes; metricId: string }): ReactNode => {
  const { t } = useLingui()
  const number = notes.get(metricId)
  if (number === undefined) return null
  return (
    <sup>
      <a
        href={`#${idOf(metricId)}`}
        aria-label={t`Note ${number}`}
        className="px-0.5 font-normal text-ink-soft underline"
      >
        {number}
      </a>
    </sup>
  )
}

type Status = ReportContent['answers']['whole'][number]['rows'][number]['status']

export const statusWords: Readonly<Record<Status, MessageDescriptor>> = {
  known: msg`Known`,
  missing: msg`Missing: nothing in the files tells it`,
  suppressed: msg`Not shown: too few people`,
  immature: msg`Too early to tell`,
}

const Note = (props: {
  definition: Pick<MetricDefinition, 'metricId' | 'label' | 'formula' | 'version'>
  content: ReportContent
}): ReactNode => {
  const { i18n } = useLingui()
  const { definition, content } = props
  const { metricId, label, formula, version } = definition
  const { whole, creators, videos, products } = content.answers
  const answer = [...whole, ...creators, ...videos, ...products].find((one) => one.metricId === metricId)
  const cell = whole.find((one) => one.metricId === metricId)?.rows[0]
  const asOf = answer === undefined ? '' : moment(answer.asOf, i18n.locale)
  return (
    <li id={idOf(metricId)} className="scroll-mt-4 target:bg-raised">
      <span className="font-semibold">{label}.</span> {formula}
      <span className="block text-ink-soft">
        {cell && (
          <>
            {i18n._(statusWords[cell.status])},{' '}
            {cell.final ? <Trans>final</Trans> : <Trans>may still change</Trans>}.{' '}
          </>
        )}
        <Trans>
          As of {asOf}; <code>{metricId}</code>, version {version}.
        </Trans>
      </span>
    </li>
  )
}

/** What each number means, how sure it is and of when. */
export const ReportNotes = ({ content }: { content: ReportContent }): ReactNode => (
  <ol className="grid list-decimal gap-2 ps-6 text-xs">
    {content.definitions.map((definition) => (
      <Note key={definition.metricId} definition={definition} content={content} />
    ))}
  </ol>
)
