import type { Author } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Avatar, Button, buttonClass, Icon, Page, toast } from '#shared/ui'
import { useHide } from '../hide-queries.ts'
import { useHiddenPeople, type HiddenList } from '../list-queries.ts'
import { ListEnd } from '#shared/states'

const kindOf = { blocked: 'block', muted: 'mute' } as const

const Person = ({ person, list }: { person: Author; list: HiddenList }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const hide = useHide('other')
  const name = person.displayName
  const takeBack = (): void =>
    hide.mutate(
      { hiding: { kind: kindOf[list], person }, on: false },
      {
        onSuccess: () =>
          toast(list === 'blocked' ? t`${name} is not blocked any more` : t`${name} is not muted any more`),
        onError: (error) => toast(errorText(error)),
      },
    )
  return (
    <li className="flex items-center gap-3 py-3">
      <Avatar handle={person.handle} name={name} picture={person.picture} />
      <span className="min-w-0 flex-1 text-sm">
        <bdi className="block truncate font-bold">{name}</bdi>
        <bdi className="block truncate text-xs text-ink-soft">@{person.handle}</bdi>
      </span>
      <Button look="secondary" busy={hide.isPending} onClick={takeBack}>
        {list === 'blocked' ? <Trans>Unblock</Trans> : <Trans>Unmute</Trans>}
        <span className="sr-only"> {name}</span>
      </Button>
    </li>
  )
}

const People = ({ list, title }: { list: HiddenList; title: string }): ReactNode => {
  const query = useHiddenPeople(list)
  return (
    <section aria-label={title} className="mt-8">
      <h2 className="text-xl">{title}</h2>
      <ul className="mt-3 divide-y divide-line">
        {query.people.map((person) => (
          <Person key={person.personId} person={person} list={list} />
        ))}
      </ul>
      {query.isSuccess && query.people.length === 0 && (
        <p className="text-ink-soft">
          <Trans>Nobody.</Trans>
        </p>
      )}
      <ListEnd list={query} />
    </section>
  )
}

/** Whom somebody blocked or muted, and the way back. */
const HiddenPeoplePage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page
      title={t`Blocked and muted people`}
      back={
        <Link to="/settings" className={buttonClass('quiet')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>Settings</Trans>
        </Link>
      }
    >
      <People list="blocked" title={t`Blocked`} />
      <People list="muted" title={t`Muted`} />
    </Page>
  )
}

export default HiddenPeoplePage
