import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FollowButton } from '#features/social'
import { Avatar } from '#shared/ui'
import { useStayedWith } from '../taste-queries.ts'

/** People whose videos the viewer stays with, and whom they do not follow yet. Nothing, when there are none. */
const WhomToFollow = (): ReactNode => {
  const people = useStayedWith()
  if (people.length === 0) return null
  return (
    <section aria-labelledby="whom-to-follow" className="w-full max-w-md px-6 pb-10">
      <h3 id="whom-to-follow" className="mb-2 text-base">
        <Trans>You stay with their videos</Trans>
      </h3>
      <ul className="divide-y divide-line">
        {people.map((person) => (
          <li key={person.personId} className="flex items-center gap-3 py-2.5">
            <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
            <Link to="/@{$handle}" params={{ handle: person.handle }} className="min-w-0 flex-1 text-sm">
              <bdi className="block truncate font-bold">{person.displayName}</bdi>
              <bdi className="block truncate text-xs text-ink-soft">@{person.handle}</bdi>
            </Link>
            <FollowButton person={person} followedByMe={false} surface="feed" look="page" />
          </li>
        ))}
      </ul>
    </section>
  )
}

export default WhomToFollow
