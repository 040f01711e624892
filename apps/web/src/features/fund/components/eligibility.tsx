import type { EligibilityCheck, RewardTerms } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useMe } from '#features/auth'
import { Problem, useCounts } from '#features/money'
import { isApiError } from '#shared/api'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Button, buttonClass, classes, ConfirmDialog, Icon, ProgressBar, toast } from '#shared/ui'
import { useApply, useEligibility, useLeave, type Eligibility } from '../queries.ts'

const CheckName = ({ check }: { check: EligibilityCheck }): ReactNode => {
  const { needed } = check
  const { count } = useCounts()
  switch (check.id) {
    case 'age':
      return <Trans>You are at least {needed} years old</Trans>
    case 'account_age_days':
      return <Plural value={needed} one="Your account is # day old" other="Your account is # days old" />
    case 'followers':
      return <Plural value={needed} one="# person follows you" other="# people follow you" />
    case 'views_30_days':
      return <Trans>{count(needed)} views in the last 30 days</Trans>
  }
}

const Check = ({ check }: { check: EligibilityCheck }): ReactNode => {
  const { t } = useLingui()
  const { count } = useCounts()
  const { passed, value, needed } = check
  const isCounted = check.id !== 'age' && value !== null && needed > 0
  const [have, want] = [count(value ?? 0), count(needed)]
  return (
    <li className="flex gap-4 py-4">
      <span
        className={classes(
          'grid size-8 shrink-0 place-items-center rounded-full',
          passed ? 'bg-bottle-soft text-bottle' : 'bg-raised text-ink-soft',
        )}
      >
        <Icon name={passed ? 'check' : 'clock'} className="size-5" weight={2.6} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          <CheckName check={check} />
          <span className="sr-only">: {passed ? <Trans>fulfilled</Trans> : <Trans>not yet</Trans>}</span>
        </p>
        {isCounted && (
          <div className="mt-2 grid gap-1">
            <ProgressBar label={t`${have} of ${want}`} share={value / needed} />
            <p className="text-xs text-ink-soft tabular-nums">
              <Trans>
                {have} of {want}
              </Trans>
            </p>
          </div>
        )}
        {value === null && (
          <p className="mt-0.5 text-xs text-ink-soft">
            <Trans>Not known here.</Trans>
          </p>
        )}
      </div>
    </li>
  )
}

const LeaveButton = (): ReactNode => {
  const { t } = useLingui()
  const leave = useLeave()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button look="quiet" icon="exit" onClick={() => setAsks(true)}>
        <Trans>Leave the fund</Trans>
      </Button>
      <Problem error={leave.error} />
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Leave the creator fund?`}
            description={t`Views from now on earn nothing. What you earned stays yours. You can apply again.`}
            action={t`Leave`}
            busy={leave.isPending}
            onCancel={() => setAsks(false)}
            onConfirm={() =>
              leave.mutate(undefined, {
                onSuccess: () => toast(t`You have left the fund`),
                onSettled: () => setAsks(false),
              })
            }
          />
        )}
      </Suspense>
    </>
  )
}

const Standing = ({ found }: { found: Eligibility }): ReactNode => {
  const { day } = useCounts()
  const { state, since, applyAgainFrom } = found.membership
  const from = since === null ? '' : day(since)
  const again = applyAgainFrom === null ? '' : day(applyAgainFrom)
  const frame = (tone: string, text: ReactNode): ReactNode => (
    <p role="status" className={classes('rounded-md p-4 text-sm font-semibold', tone)}>
      {text}
    </p>
  )
  switch (state) {
    case 'member':
      return frame(
        'bg-bottle-soft text-bottle',
        <Trans>You are in the fund since {from}. Your views earn.</Trans>,
      )
    case 'refused':
      return frame(
        'bg-raised',
        again === '' ? (
          <Trans>Your application was refused. Below stands what is missing.</Trans>
        ) : (
          <Trans>Your application was refused. You can apply again from {again} on.</Trans>
        ),
      )
    case 'left':
      return frame('bg-raised', <Trans>You left the fund on {from}.</Trans>)
    case 'none':
      return null
  }
}

/** Whether the signed-in person may take part, check by check, and the way in or out. */
export const EligibilityPart = ({ terms }: { terms: RewardTerms }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const found = useEligibility(Boolean(me))
  const apply = useApply()
  const join = (): void =>
    apply.mutate(terms.version, {
      onSuccess: ({ membership }) =>
        toast(membership.state === 'member' ? t`Welcome to the fund` : t`Not yet: see what is missing`),
    })
  if (me === null)
    return (
      <Part name="eligibility" title={<Trans>Can you take part?</Trans>}>
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in to see your numbers</Trans>
        </Link>
      </Part>
    )
  if (found.error && !found.data && !isApiError(found.error, 'no_reward_terms'))
    return <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
  if (!found.data) return <Waiting lines={2} />
  return (
    <Part name="eligibility" title={<Trans>Can you take part?</Trans>}>
      <div className="grid gap-4">
        <Standing found={found.data} />
        <ul className="divide-y divide-line">
          {found.data.checks.map((check) => (
            <Check key={check.id} check={check} />
          ))}
        </ul>
        {found.data.mayApply && !found.data.eligible && (
          <p className="text-sm text-ink-soft">
            <Trans>
              Apply when every line is fulfilled: whoever is refused has to wait 30 days before the next time.
            </Trans>
          </p>
        )}
        <Problem error={apply.error} />
        <div className="flex flex-wrap gap-3">
          {found.data.mayApply && found.data.eligible && (
            <Button icon="check" busy={apply.isPending} onClick={join}>
              <Trans>Apply</Trans>
            </Button>
          )}
          {found.data.membership.state === 'member' && <LeaveButton />}
        </div>
      </div>
    </Part>
  )
}
