import type { RewardTerms, RewardTermsBody } from '@busker/contract'
import { decimalsOf, formatDecimal, isCurrency } from '@busker/money'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { Problem, useCounts } from '#features/money'
import { wallMs } from '#shared/clock'
import { microOf, typedAmount } from '#shared/format'
import { dateAt } from '#shared/period'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, SelectField, TextField, toast } from '#shared/ui'
import { useSetTerms, useTerms } from '../queries.ts'

type AmountField = 'poolMicro' | 'minimumPayoutMicro' | 'holdFromMicro'
type NumberField = Exclude<keyof RewardTermsBody, AmountField | 'effectiveFrom' | 'currency' | 'period'>

const dayMs = 86_400_000

/** What a first version begins with; the operator changes it before it counts. */
const firstTerms = (nowMs: number): RewardTermsBody => ({
  ...{ effectiveFrom: dateAt(nowMs + dayMs), currency: 'EUR', period: 'month', poolMicro: '1000000000' },
  ...{ rightsBasisPoints: 0, holdBackBasisPoints: 1000, proRataBasisPoints: 5000, viewerCapViews: 200 },
  ...{ shortestVideoMs: 60_000, firstViewsUnpaid: 0, followers: 1000, viewsIn30Days: 10_000 },
  ...{ minimumAge: 18, accountAgeDays: 30, minimumPayoutMicro: '10000000', closeAfterDays: 7 },
  ...{ finalAfterDays: 30, reserveBasisPoints: 1000, reserveDays: 90, holdFromMicro: '1000000000' },
})

const bodyOf = (terms: RewardTerms): RewardTermsBody => {
  const { version: _version, setAt: _setAt, reason: _reason, ...body } = terms
  return body
}

const useFieldWords = () => {
  const { t } = useLingui()
  return {
    rightsBasisPoints: [t`To holders of music rights`, t`In hundredths of a per cent: 1000 is 10 %`],
    holdBackBasisPoints: [t`Held back until final`, t`In hundredths of a per cent`],
    proRataBasisPoints: [
      t`Shared by views (alpha)`,
      t`In hundredths of a per cent; the rest viewer by viewer`,
    ],
    viewerCapViews: [t`Views of one viewer at most`, t`In a period`],
    shortestVideoMs: [t`Shortest video`, t`In thousandths of a second`],
    firstViewsUnpaid: [t`First views without pay`, t`Of each video in a period`],
    followers: [t`Followers needed`, ''],
    viewsIn30Days: [t`Views needed`, t`In the 30 days before applying`],
    minimumAge: [t`Age needed`, t`In years, 18 at least`],
    accountAgeDays: [t`Age of the account needed`, t`In days`],
    closeAfterDays: [t`Closed after`, t`Days from the end of the period`],
    finalAfterDays: [t`Final after`, t`Days from the end of the period`],
    reserveBasisPoints: [t`Kept back from new creators`, t`In hundredths of a per cent`],
    reserveDays: [t`Kept back for`, t`In days`],
  } satisfies Record<NumberField, [string, string]>
}

const numberFields: readonly NumberField[] = [
  ...(['proRataBasisPoints', 'viewerCapViews', 'rightsBasisPoints', 'holdBackBasisPoints'] as const),
  ...(['shortestVideoMs', 'firstViewsUnpaid', 'followers', 'viewsIn30Days'] as const),
  ...(['minimumAge', 'accountAgeDays', 'closeAfterDays', 'finalAfterDays'] as const),
  ...(['reserveBasisPoints', 'reserveDays'] as const),
]
const amountFields: readonly AmountField[] = ['poolMicro', 'minimumPayoutMicro', 'holdFromMicro']

const Form = ({ before }: { before: RewardTermsBody }): ReactNode => {
  const { t } = useLingui()
  const words = useFieldWords()
  const set = useSetTerms()
  const [body, setBody] = useState(before)
  const [reason, setReason] = useState('')
  const [amounts, setAmounts] = useState<Record<AmountField, string>>({
    poolMicro: formatDecimal(microOf(before.poolMicro)),
    minimumPayoutMicro: formatDecimal(microOf(before.minimumPayoutMicro)),
    holdFromMicro: formatDecimal(microOf(before.holdFromMicro)),
  })
  const amountNames: Record<AmountField, string> = {
    poolMicro: t`Pool of a period (${body.currency})`,
    minimumPayoutMicro: t`Smallest payout (${body.currency})`,
    holdFromMicro: t`Looked at first from (${body.currency})`,
  }
  const read = (field: AmountField): bigint | null =>
    typedAmount(amounts[field], isCurrency(body.currency) ? decimalsOf(body.currency) : 2)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [pool, minimum, hold] = amountFields.map(read)
    if (!pool || !minimum || hold === null || hold === undefined) return
    set.mutate(
      {
        ...{ ...body, poolMicro: `${pool}`, minimumPayoutMicro: `${minimum}`, holdFromMicro: `${hold}` },
        reason: reason.trim(),
      },
      {
        onSuccess: () => {
          setReason('')
          toast(t`The terms are set`)
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="mt-4 grid items-start gap-5 sm:grid-cols-2">
      <TextField
        label={t`Begins on`}
        hint={t`For periods that begin on this day or later`}
        type="date"
        required
        value={body.effectiveFrom}
        onChange={(event) => setBody({ ...body, effectiveFrom: event.target.value })}
      />
      <SelectField
        label={t`Period`}
        value={body.period}
        onChange={(event) => setBody({ ...body, period: event.target.value === 'week' ? 'week' : 'month' })}
      >
        <option value="month">{t`Month`}</option>
        <option value="week">{t`Week`}</option>
      </SelectField>
      <TextField
        label={t`Currency`}
        required
        maxLength={3}
        value={body.currency}
        onChange={(event) => setBody({ ...body, currency: event.target.value.toUpperCase() })}
      />
      {amountFields.map((field) => (
        <TextField
          key={field}
          label={amountNames[field]}
          problem={read(field) === null ? t`Write an amount, like 25.50` : undefined}
          inputMode="decimal"
          required
          value={amounts[field]}
          onChange={(event) => setAmounts({ ...amounts, [field]: event.target.value })}
        />
      ))}
      {numberFields.map((field) => (
        <TextField
          key={field}
          label={words[field][0]}
          hint={words[field][1]}
          type="number"
          min={0}
          required
          value={body[field]}
          onChange={(event) => setBody({ ...body, [field]: event.target.valueAsNumber || 0 })}
        />
      ))}
      <div className="grid gap-4 sm:col-span-2">
        <TextField
          label={t`Reason`}
          hint={t`It is kept with the version.`}
          required
          minLength={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Problem error={set.error} />
        <Button type="submit" className="justify-self-start" busy={set.isPending}>
          <Trans>Set the terms</Trans>
        </Button>
      </div>
    </form>
  )
}

/** Every version of the terms, and the next one. */
export const TermsEditor = (): ReactNode => {
  const { day, moment } = useCounts()
  const terms = useTerms()
  const [openedMs] = useState(wallMs)
  const latest = terms.data?.[0]
  return (
    <Part
      name="terms"
      title={<Trans>Terms</Trans>}
      intro={<Trans>No period that has begun changes: a new version counts from its day on.</Trans>}
    >
      {terms.error && !terms.data && (
        <PartFailed error={terms.error} busy={terms.isFetching} onRetry={() => void terms.refetch()} />
      )}
      {terms.isPending && <Waiting lines={1} />}
      {terms.data && (
        <>
          <ol className="divide-y divide-line text-sm">
            {terms.data.map((one) => (
              <li key={one.version} className="py-2.5">
                <p className="font-semibold">
                  <Trans>
                    Version {one.version}, from {day(one.effectiveFrom)} on
                  </Trans>
                </p>
                <p className="text-ink-soft">
                  <bdi>{one.reason}</bdi> · {moment(one.setAt)}
                </p>
              </li>
            ))}
          </ol>
          {terms.data.length === 0 && (
            <p className="text-sm text-ink-soft">
              <Trans>There are no terms yet, so there is no fund.</Trans>
            </p>
          )}
          <details className="mt-3" open={terms.data.length === 0}>
            <summary className="min-h-11 w-fit content-center text-sm font-semibold text-curtain-text">
              <Trans>A new version</Trans>
            </summary>
            <Form
              key={latest?.version ?? 0}
              before={
                latest ? { ...bodyOf(latest), effectiveFrom: dateAt(openedMs + dayMs) } : firstTerms(openedMs)
              }
            />
          </details>
        </>
      )}
    </Part>
  )
}
