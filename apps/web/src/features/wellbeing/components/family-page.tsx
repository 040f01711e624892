import type { Family } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Closed, NotLoaded, Part, Waiting } from '#shared/states'
import { buttonClass, Icon, Page } from '#shared/ui'
import { useFamily } from '../family-queries.ts'
import { EnterCode } from './enter-code.tsx'
import { Invite } from './invite.tsx'
import { MyParents } from './my-parents.tsx'
import { TeenCard } from './teen-card.tsx'

const mostParents = 2

const ForTeen = ({ family }: { family: Family }): ReactNode => (
  <>
    <Part name="parents" title={<Trans>Your parents here</Trans>}>
      {family.parents.length === 0 ? (
        <p className="text-sm text-ink-soft">
          <Trans>Nobody is linked to you. Nobody sees how long you watch.</Trans>
        </p>
      ) : (
        <MyParents parents={family.parents} />
      )}
    </Part>
    {family.parents.length < mostParents && (
      <Part
        name="invite"
        title={<Trans>Invite a parent</Trans>}
        intro={
          <Trans>
            Give the code to a parent or guardian. They will see how long you watch, never what, and may set a
            lower limit. You can end it at any time.
          </Trans>
        }
      >
        <Invite family={family} />
      </Part>
    )}
  </>
)

const ForParent = ({ family }: { family: Family }): ReactNode => (
  <>
    <Part name="teens" title={<Trans>Your teens</Trans>}>
      {family.teens.length === 0 ? (
        <p className="text-sm text-ink-soft">
          <Trans>No teen is linked to you yet. Ask for a code, and enter it below.</Trans>
        </p>
      ) : (
        <ul className="grid grid-cols-1 gap-5">
          {family.teens.map((teen) => (
            <TeenCard key={teen.linkId} teen={teen} />
          ))}
        </ul>
      )}
    </Part>
    <Part
      name="enter"
      title={<Trans>Link a teen</Trans>}
      intro={<Trans>You see how long they watch, never what, and can set a lower limit for the day.</Trans>}
    >
      <EnterCode />
    </Part>
  </>
)

const Content = (): ReactNode => {
  const me = useMe()
  const query = useFamily(Boolean(me))
  if (me === null)
    return <Closed isSignedIn={false} text={<Trans>Sign in to link a parent and a teen.</Trans>} />
  if (query.isError)
    return (
      <NotLoaded
        title={<Trans>Your family did not load</Trans>}
        error={query.error}
        busy={query.isFetching}
        headingLevel={2}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <Waiting lines={2} />
  switch (query.data.role) {
    case 'teen':
      return <ForTeen family={query.data} />
    case 'parent':
      return <ForParent family={query.data} />
    case null:
      return <Trans>Nobody knows how old you are here, so nobody can be linked.</Trans>
  }
}

/** Parents and teens who are linked: what each sees, and what holds. */
const FamilyPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page
      title={t`Family`}
      back={
        <Link to="/settings" className={buttonClass('quiet', 'px-3')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>Settings</Trans>
        </Link>
      }
    >
      <Content />
    </Page>
  )
}

export default FamilyPage
