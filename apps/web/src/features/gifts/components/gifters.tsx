import type { Gifter } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { ChoiceRow, useCounts, useGiftName } from '#features/money'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { ListEnd } from '#shared/states'
import { Avatar, Icon } from '#shared/ui'
import { useGifters } from '../queries.ts'

const Row = (props: { gifter: Gifter; onLeave: () => void }): ReactNode => {
  const { i18n } = useLingui()
  const { count } = useCounts()
  const giftName = useGiftName()
  const { person, coins, gifts, latest } = props.gifter
  return (
    <li className="flex items-center gap-3 py-3">
      <Link
        to="/@{$handle}"
        params={{ handle: person.handle }}
        onClick={props.onLeave}
        className="group flex min-w-0 flex-1 items-center gap-3"
      >
        <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
        <span className="min-w-0 text-sm">
          <bdi className="block truncate font-bold group-hover:underline">{person.displayName}</bdi>
          <span className="block truncate text-xs text-ink-soft">
            {giftName(latest)}
            {latest.count > 1 && ` ×${latest.count}`}
            {' · '}
            <time dateTime={latest.at}>{timeAgo(latest.at, wallMs(), i18n.locale)}</time>
          </span>
        </span>
      </Link>
      <span className="text-end text-sm tabular-nums">
        <span className="flex items-center justify-end gap-1.5 font-bold">
          <Icon name="coins" className="size-4" />
          {count(coins)}
        </span>
        <span className="block text-xs text-ink-soft">
          <Plural value={gifts} one="# gift" other="# gifts" />
        </span>
      </span>
    </li>
  )
}

/** Who gave for a video: those who gave most, or the latest. */
export const Gifters = (props: { postId: string; onLeave: () => void }): ReactNode => {
  const { t } = useLingui()
  const [order, setOrder] = useState<'top' | 'latest'>('top')
  const list = useGifters(props.postId, order)
  const { count } = useCounts()
  const total = count(list.first?.totalCoins ?? '0')
  return (
    <div className="grid gap-2">
      <ChoiceRow
        legend={t`Order`}
        value={order}
        onChoose={setOrder}
        options={[
          { value: 'top', name: t`Most` },
          { value: 'latest', name: t`Latest` },
        ]}
      />
      {list.first && list.first.people > 0 && (
        <p className="mt-2 text-sm text-ink-soft">
          <Plural
            value={list.first.people}
            one={`# person gave ${total} coins.`}
            other={`# people gave ${total} coins.`}
          />
        </p>
      )}
      <ul className="divide-y divide-line" aria-label={t`Who gave`}>
        {list.gifters.map((gifter) => (
          <Row key={gifter.person.personId} gifter={gifter} onLeave={props.onLeave} />
        ))}
      </ul>
      {list.isSuccess && list.gifters.length === 0 && (
        <p className="py-6 text-center text-ink-soft">
          <Trans>Nobody has given anything yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </div>
  )
}
