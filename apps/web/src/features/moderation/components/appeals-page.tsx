import type { ListedAppeal } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { wallMs } from '#shared/clock'
import { shortTime, timeAgo } from '#shared/format'
import { ListEnd } from '#shared/states'
import { Button, EmptyState, SelectField } from '#shared/ui'
import { useAppeals, useRule } from '../queries.ts'
import { BlurredPost } from './blurred-post.tsx'
import { DecisionHead, MeasureList, Name, Quote } from './pieces.tsx'
import { RulingWords } from './ruling-words.tsx'
import { StaffFrame, useIsStaff } from './staff-frame.tsx'
import { WordsForm } from './words-form.tsx'

const WhyNot = ({ may }: { may: ListedAppeal['may'] }): ReactNode => {
  const { i18n } = useLingui()
  switch (may.rule) {
    case 'own_decision':
      return <Trans>You made this decision. Somebody else has to rule on the appeal.</Trans>
    case 'own_case':
      return <Trans>This is about something of yours. Somebody else has to rule on it.</Trans>
    case 'alone':
      return (
        <Trans>
          You made this decision, and nobody else is there who could rule. You may from{' '}
          {shortTime(may.from, i18n.locale)} on, and its author will read that it was the same person.
        </Trans>
      )
    case 'yes':
      return may.samePerson ? (
        <Trans>
          Nobody else is there, so you may rule on your own decision. Its author will read that it was the
          same person.
        </Trans>
      ) : null
  }
}

const Ruling = ({ appeal }: { appeal: ListedAppeal }): ReactNode => {
  const { t } = useLingui()
  const rule = useRule()
  const [outcome, setOutcome] = useState<'upheld' | 'overturned' | null>(null)
  const { appealId, may } = appeal
  const names = { overturned: t`Overturn it`, upheld: t`Uphold it` }
  return (
    <div className="grid gap-4">
      {(may.rule !== 'yes' || may.samePerson) && (
        <p className="text-sm font-semibold">
          <WhyNot may={may} />
        </p>
      )}
      {may.rule === 'yes' && (
        <div className="flex flex-wrap gap-3">
          {(['overturned', 'upheld'] as const).map((name) => (
            <Button
              key={name}
              look={outcome === name ? 'primary' : 'secondary'}
              aria-expanded={outcome === name}
              onClick={() => setOutcome(name)}
            >
              {names[name]}
            </Button>
          ))}
        </div>
      )}
      {outcome && (
        <WordsForm
          label={t`Reason, which its author reads`}
          action={t`Decide`}
          busy={rule.isPending}
          error={rule.error}
          onSend={(text) => rule.mutate({ appealId, outcome, text })}
        />
      )}
    </div>
  )
}

const Appeal = ({ appeal }: { appeal: ListedAppeal }): ReactNode => {
  const { i18n } = useLingui()
  const [revealed, setRevealed] = useState(false)
  const { decision, postId, commentText } = appeal
  return (
    <li className="card grid gap-4 p-5 sm:p-7">
      <p className="text-sm text-ink-soft">
        <Name person={appeal.person} />
        {' · '}
        <time dateTime={appeal.createdAt}>{timeAgo(appeal.createdAt, wallMs(), i18n.locale)}</time>
      </p>
      <div>
        <DecisionHead decision={decision} />
        <MeasureList measures={decision.measures} />
        <Quote>{decision.text}</Quote>
      </div>
      <div>
        <h2 className="text-lg">
          <Trans>The appeal</Trans>
        </h2>
        <Quote>{appeal.text}</Quote>
      </div>
      {commentText !== null && (
        <div>
          <h2 className="text-lg">
            <Trans>The comment</Trans>
          </h2>
          <Quote>{commentText}</Quote>
        </div>
      )}
      {postId !== null && <BlurredPost postId={postId} revealed={revealed} onReveal={setRevealed} />}
      {appeal.ruling ? <RulingWords ruling={appeal.ruling} /> : <Ruling appeal={appeal} />}
    </li>
  )
}

/** Appeals against decisions of others. Who decided first is not said. */
const AppealsPage = (): ReactNode => {
  const { t } = useLingui()
  const isStaff = useIsStaff()
  const [state, setState] = useState<'open' | 'closed'>('open')
  const list = useAppeals(state, isStaff === true)
  return (
    <StaffFrame
      title={t`Appeals`}
      intro={<Trans>Somebody else looks again. Who made the decision is not said.</Trans>}
    >
      <div className="mb-6 max-w-xs">
        <SelectField
          label={t`Show`}
          value={state}
          onChange={(event) => setState(event.target.value === 'closed' ? 'closed' : 'open')}
        >
          <option value="open">{t`Those that wait`}</option>
          <option value="closed">{t`Those that are decided`}</option>
        </SelectField>
      </div>
      <ul className="grid gap-4">
        {list.appeals.map((appeal) => (
          <Appeal key={appeal.appealId} appeal={appeal} />
        ))}
      </ul>
      {list.isSuccess && list.appeals.length === 0 && (
        <EmptyState scene="hat" title={<Trans>No appeals</Trans>} />
      )}
      <ListEnd list={list} />
    </StaffFrame>
  )
}

export default AppealsPage
