import type { Author, Measures, ModerationDecision, Severity } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Pill, type Tone } from '#shared/ui'
import { labelWords, reasonWord, severityWords } from '../words.ts'

const underlined =
  'font-semibold underline decoration-line decoration-2 underline-offset-4 hover:decoration-current'

export const Name = ({ person }: { person: Author | null }): ReactNode =>
  person === null ? (
    <Trans>an account that is gone</Trans>
  ) : (
    <Link to="/@{$handle}" params={{ handle: person.handle }} className={underlined}>
      <bdi>@{person.handle}</bdi>
    </Link>
  )

export const Quote = ({ children }: { children: string }): ReactNode => (
  <blockquote
    dir="auto"
    className="mt-2 border-s-4 border-line ps-3 text-sm break-words whitespace-pre-line text-ink-soft"
  >
    {children}
  </blockquote>
)

const tones: Record<Severity, Tone> = { critical: 'bad', high: 'waiting', normal: 'quiet' }

export const SeverityPill = ({ severity }: { severity: Severity }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <Pill tone={tones[severity]} {...(severity === 'critical' && { icon: 'alert' as const })}>
      {i18n._(severityWords()[severity])}
    </Pill>
  )
}

const Days = ({ days }: { days: number | null }): ReactNode => {
  if (days === null) return <Trans>The account is suspended for good</Trans>
  return <Trans>The account is suspended, in days: {days}</Trans>
}

/** What a decision does, one line each. */
export const MeasureList = ({ measures }: { measures: Measures }): ReactNode => {
  const { i18n } = useLingui()
  const { removed, limited, minimumAge, labels, suspension } = measures
  const labelled = labels.map((label) => i18n._(labelWords()[label])).join(', ')
  const nothing = !removed && !limited && minimumAge === null && labels.length === 0 && suspension === null
  return (
    <ul className="grid gap-1 text-sm">
      {removed && (
        <li>
          <Trans>Removed: nobody else sees it</Trans>
        </li>
      )}
      {limited && (
        <li>
          <Trans>Limited: it is recommended to nobody, and can be reached by its address</Trans>
        </li>
      )}
      {minimumAge !== null && (
        <li>
          <Trans>Only for people of {minimumAge} and older</Trans>
        </li>
      )}
      {labels.length > 0 && (
        <li>
          <Trans>Labelled: {labelled}</Trans>
        </li>
      )}
      {suspension && (
        <li>
          <Days days={suspension.days} />
        </li>
      )}
      {nothing && (
        <li>
          <Trans>A warning, nothing else</Trans>
        </li>
      )}
    </ul>
  )
}

const GradeWord = ({ grade }: Pick<ModerationDecision, 'grade'>): ReactNode => {
  switch (grade) {
    case 'none':
      return null
    case 'warning':
      return (
        <Pill tone="waiting">
          <Trans>Warning</Trans>
        </Pill>
      )
    case 'strike':
      return (
        <Pill tone="bad" icon="alert">
          <Trans>Strike</Trans>
        </Pill>
      )
  }
}

/** A decision in short: rule, time, grade, and whether it still stands. */
export const DecisionHead = ({ decision }: { decision: ModerationDecision }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="font-semibold">{i18n._(reasonWord(decision.rule))}</span>
      <time dateTime={decision.decidedAt} className="text-sm text-ink-soft">
        {shortTime(decision.decidedAt, i18n.locale)}
      </time>
      <GradeWord grade={decision.grade} />
      {decision.undone && (
        <Pill tone="good" icon="again">
          <Trans>Taken back</Trans>
        </Pill>
      )}
    </div>
  )
}
