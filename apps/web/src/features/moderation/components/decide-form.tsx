import {
  reportReasons,
  type getCase,
  type Measures,
  type ReportReason,
  type ResponseOf,
} from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { uuidv7 } from '#shared/clock'
import { Button, buttonClass, SelectField } from '#shared/ui'
import { useModerationErrorText } from '../error-words.ts'
import { useDecide, type Decision } from '../queries.ts'
import { useKeys } from '../use-keys.ts'
import { reasonWord, ruleText } from '../words.ts'
import { MeasureFields } from './measure-fields.tsx'

type CaseDetail = ResponseOf<typeof getCase>

const nothing: Measures = { removed: false, limited: false, minimumAge: null, labels: [], suspension: null }

interface Draft {
  readonly measures: Measures
  readonly rule: ReportReason
  readonly violation: boolean
  /** Null: the words of the rule. */
  readonly text: string | null
}

const longestText = 2000

/** Chooses what is done and why. One letter chooses, Control and Enter decide. */
export const DecideForm = ({
  detail,
  onDecided,
}: {
  detail: CaseDetail
  onDecided: () => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const id = useId()
  const errorText = useModerationErrorText()
  const { case: one, author } = detail
  const decide = useDecide(one.caseId)
  const decisionId = useRef(uuidv7())
  const words = useRef<HTMLTextAreaElement>(null)
  const dismissal = useRef<HTMLButtonElement>(null)
  const [draft, setDraft] = useState<Draft>({
    ...{ measures: nothing, rule: one.reason, violation: true, text: null },
  })
  const text = draft.text ?? i18n._(ruleText(draft.rule))
  const send = (body: Decision): void =>
    decide.mutate({ decisionId: decisionId.current, body }, { onSuccess: onDecided })
  const dismiss = (): void => send({ kind: 'dismiss', text: '' })
  const choose = (measures: Partial<Measures>, violation: boolean): void => {
    setDraft((before) => ({ ...before, measures: { ...nothing, ...measures }, violation }))
    words.current?.focus()
  }
  const isPost = one.target.kind === 'post'
  useKeys(
    {
      // What cannot be undone is asked for twice: the key chooses, Enter does it.
      d: () => dismissal.current?.focus(),
      w: () => choose({}, true),
      ...(one.target.kind !== 'person' && { r: () => choose({ removed: true }, true) }),
      ...(isPost && {
        l: () => choose({ limited: true }, false),
        a: () => choose({ minimumAge: 18 }, false),
      }),
      s: () => choose({ suspension: author.suggested ?? { days: 7 } }, true),
    },
    !decide.isPending,
  )
  const { measures, rule, violation } = draft
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send({ kind: 'act', rule, text, measures, violation })
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send({ kind: 'act', rule, text, measures, violation })
  }
  return (
    <form onSubmit={submit} className="card grid gap-5 p-5 sm:p-7">
      <h2 className="text-xl">
        <Trans>Decide</Trans>
      </h2>
      <p className="text-sm text-ink-soft">
        {isPost ? (
          <Trans>
            Keys: D dismiss, W warn, R remove, L limit, A 18 and older, S suspend; then Control and Enter.
          </Trans>
        ) : (
          <Trans>Keys: D dismiss, W warn, R remove, S suspend; then Control and Enter.</Trans>
        )}
      </p>
      <MeasureFields
        kind={one.target.kind}
        value={measures}
        suggested={author.suggested}
        onChange={(changed) => setDraft({ ...draft, measures: changed })}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5"
          checked={violation}
          onChange={(event) => setDraft({ ...draft, violation: event.target.checked })}
        />
        <Trans>It breaks a rule: a warning the first time, then a strike</Trans>
      </label>
      <SelectField
        label={t`Rule`}
        value={rule}
        onChange={(event) =>
          setDraft({ ...draft, rule: reportReasons.find((name) => name === event.target.value) ?? rule })
        }
      >
        {reportReasons.map((name) => (
          <option key={name} value={name}>
            {i18n._(reasonWord(name))}
          </option>
        ))}
      </SelectField>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-semibold">
          <Trans>Reason, which its author reads</Trans>
        </label>
        <textarea
          ref={words}
          id={id}
          required
          rows={4}
          maxLength={longestText}
          value={text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={onKey}
          className="field resize-y"
        />
      </div>
      {decide.error && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(decide.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={decide.isPending}>
          <Trans>Decide</Trans>
        </Button>
        <button
          ref={dismissal}
          type="button"
          disabled={decide.isPending}
          onClick={dismiss}
          className={buttonClass('secondary')}
        >
          <Trans>Dismiss: no rule is broken</Trans>
        </button>
      </div>
    </form>
  )
}
