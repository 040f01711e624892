import type { FamilyRules, FamilyTeen } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { shortTime } from '#shared/format'
import { Avatar, SelectField, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useSetRules } from '../family-queries.ts'
import { EndLink } from './end-link.tsx'
import { WeekChart } from './week-chart.tsx'

const minuteMs = 60_000
const choices = [15, 30, 45, 60, 90, 120]

const Rules = ({ teen }: { teen: FamilyTeen }): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const errorText = useFamilyErrorText()
  const set = useSetRules(teen.linkId)
  const { rules, mostMinutes, limitMinutes } = teen
  const change = (next: Partial<FamilyRules>): void =>
    set.mutate(
      { ...rules, ...next },
      { onSuccess: () => toast(t`Saved`), onError: (error) => toast(errorText(error)) },
    )
  return (
    <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
      <SelectField
        label={t`At most each day`}
        hint={
          <Trans>
            {limitMinutes} minutes count today: the strictest of age, parents and their own choice.
          </Trans>
        }
        value={String(rules.minutes)}
        disabled={set.isPending}
        onChange={({ target }) => change({ minutes: target.value === 'null' ? null : Number(target.value) })}
      >
        <option value="null">{t`As their age says`}</option>
        {choices
          .filter((minutes) => minutes <= mostMinutes)
          .map((minutes) => (
            <option key={minutes} value={minutes}>{t`${minutes} minutes`}</option>
          ))}
      </SelectField>
      {teen.mayExtend ? (
        <div className="flex min-h-12 items-center gap-3 sm:mt-6">
          <input
            id={id}
            type="checkbox"
            className="size-5 shrink-0 accent-curtain"
            checked={rules.extensions}
            disabled={set.isPending}
            onChange={({ target }) => change({ extensions: target.checked })}
          />
          <label htmlFor={id} className="cursor-pointer py-2 text-sm">
            <Trans>They may put the end of the day off, twice 15 minutes</Trans>
          </label>
        </div>
      ) : (
        <p className="text-sm text-ink-soft sm:mt-8">
          <Trans>At their age the end of the day cannot be put off.</Trans>
        </p>
      )}
    </div>
  )
}

/** A teen of a parent: how long they watched, and what holds for them. */
export const TeenCard = ({ teen }: { teen: FamilyTeen }): ReactNode => {
  const { t, i18n } = useLingui()
  const { person } = teen
  const name = person.displayName
  const since = shortTime(teen.since, i18n.locale)
  const minutes = Math.floor((teen.days.at(-1)?.watchedMs ?? 0) / minuteMs)
  return (
    <li className="card grid grid-cols-1 gap-5 p-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Avatar handle={person.handle} name={name} picture={person.picture} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold" dir="auto">
            {name}
          </h3>
          <p className="text-xs text-ink-soft">
            <bdi>@{person.handle}</bdi> · <Trans>since {since}</Trans>
          </p>
        </div>
        <p className="basis-full font-display text-xl font-bold tabular-nums sm:basis-auto">
          <Trans>{minutes} minutes today</Trans>
        </p>
      </div>
      <WeekChart days={teen.days} label={t`Minutes of ${name}, by day`} />
      <Rules teen={teen} />
      <div className="-ms-3">
        <EndLink
          linkId={teen.linkId}
          name={name}
          description={t`You see their time no longer, what you set does not hold any more, and they are told that you ended it.`}
        />
      </div>
    </li>
  )
}
