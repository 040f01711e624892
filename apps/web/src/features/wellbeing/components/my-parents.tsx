import type { FamilyParent } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Avatar } from '#shared/ui'
import { EndLink } from './end-link.tsx'

const Holds = ({ rules }: { rules: FamilyParent['rules'] }): ReactNode => {
  const { minutes, extensions } = rules
  return (
    <ul className="grid list-disc gap-1 ps-5 text-sm">
      <li>
        <Trans>They see: how many minutes you watched, today and on the last seven days.</Trans>
      </li>
      <li>
        <Trans>They do not see: what you watch, like, write or post, and whom you follow.</Trans>
      </li>
      <li>
        {minutes === null ? (
          <Trans>They have set no limit of their own.</Trans>
        ) : (
          <Trans>They have set: {minutes} minutes a day.</Trans>
        )}
      </li>
      <li>
        {extensions ? (
          <Trans>You may put the end of the day off as far as your age lets you.</Trans>
        ) : (
          <Trans>You may not put the end of the day off.</Trans>
        )}
      </li>
    </ul>
  )
}

const Parent = ({ parent }: { parent: FamilyParent }): ReactNode => {
  const { t, i18n } = useLingui()
  const { person } = parent
  const since = shortTime(parent.since, i18n.locale)
  return (
    <li className="card grid grid-cols-1 gap-4 p-5">
      <div className="flex items-center gap-3">
        <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
        <div className="min-w-0">
          <p className="truncate font-semibold" dir="auto">
            {person.displayName}
          </p>
          <p className="text-xs text-ink-soft">
            <bdi>@{person.handle}</bdi> · <Trans>since {since}</Trans>
          </p>
        </div>
      </div>
      <Holds rules={parent.rules} />
      <div className="-ms-3">
        <EndLink
          linkId={parent.linkId}
          name={person.displayName}
          description={t`They see your time no longer, what they set does not hold any more, and they are told that you ended it. What your age says stays.`}
        />
      </div>
    </li>
  )
}

/** Who is linked to a teen, since when, and exactly what they see and have set. */
export const MyParents = ({ parents }: { parents: readonly FamilyParent[] }): ReactNode => (
  <ul className="grid grid-cols-1 gap-4">
    {parents.map((parent) => (
      <Parent key={parent.linkId} parent={parent} />
    ))}
  </ul>
)
