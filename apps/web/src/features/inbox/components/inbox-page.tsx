import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { wallMs } from '#shared/clock'
import { Closed, ListEnd } from '#shared/states'
import { Button, buttonClass, EmptyState, Icon, Page } from '#shared/ui'
import { useInbox, useMarkSeen } from '../queries.ts'
import { GroupRow } from './group-row.tsx'

const List = (): ReactNode => {
  const { t } = useLingui()
  const list = useInbox(true)
  const [now] = useState(wallMs)
  useMarkSeen(list.version)
  if (list.isSuccess && list.groups.length === 0 && !list.hasNextPage)
    return (
      <EmptyState
        scene="hat"
        title={t`Nothing yet`}
        text={
          <Trans>
            When somebody likes, answers or follows you, or something of yours is decided, it stands here.
          </Trans>
        }
      />
    )
  return (
    <>
      <ul className="-mx-3 grid gap-1">
        {list.groups.map((group) => (
          <li key={group.groupId}>
            <GroupRow group={group} now={now} />
          </li>
        ))}
      </ul>
      <ListEnd list={list} />
      {list.hasNextPage && !list.isError && (
        <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          <Trans>Earlier</Trans>
        </Button>
      )}
    </>
  )
}

/** What others did that concerns the signed-in person. */
const InboxPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  if (me === null) return <Closed isSignedIn={false} text={<Trans>Sign in to see your inbox.</Trans>} />
  return (
    <Page
      title={t`Inbox`}
      intro={
        <Link to="/settings/notifications" className={buttonClass('quiet', '-ms-4')}>
          <Icon name="settings" className="size-5" />
          <Trans>What you hear of, and when</Trans>
        </Link>
      }
    >
      {me && <List />}
    </Page>
  )
}

export default InboxPage
