import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Avatar, Sheet } from '#shared/ui'
import { useRelated, type RelationList } from '../list-queries.ts'
import { FollowButton } from './follow-button.tsx'
import { ListEnd } from '#shared/states'

/** Who follows a person, or whom the person follows. */
const PeopleSheet = (props: { handle: string; list: RelationList; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const list = useRelated(props.handle, props.list)
  return (
    <Sheet open title={props.list === 'followers' ? t`Followers` : t`Following`} onClose={props.onClose}>
      <ul className="divide-y divide-line">
        {list.people.map((person) => (
          <li key={person.personId} className="flex items-center gap-3 py-3">
            <Link
              to="/@{$handle}"
              params={{ handle: person.handle }}
              onClick={props.onClose}
              className="group flex min-w-0 flex-1 items-center gap-3"
            >
              <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
              <span className="min-w-0 text-sm">
                <bdi className="block truncate font-bold group-hover:underline">{person.displayName}</bdi>
                <bdi className="block truncate text-xs text-ink-soft">@{person.handle}</bdi>
              </span>
            </Link>
            <FollowButton person={person} followedByMe={person.followedByMe} surface="profile" look="page" />
          </li>
        ))}
      </ul>
      {list.isSuccess && list.people.length === 0 && (
        <p className="py-6 text-center text-ink-soft">
          <Trans>Nobody yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Sheet>
  )
}

export default PeopleSheet
