import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { useMe } from '#features/auth'
import { useClients } from '#features/clients'
import { InboxBadge } from '#features/inbox'
import { Awning, buttonClass, Icon, Mark, Wordmark } from '#shared/ui'
import { AccountCorner } from './account-corner.tsx'

const railItem =
  'flex min-h-12 items-center gap-3.5 rounded-full px-4 leading-tight font-semibold text-ink-soft transition hover:bg-raised hover:text-ink ' +
  'aria-[current=page]:bg-raised aria-[current=page]:text-ink aria-[current=page]:[&_svg]:text-curtain'
const barItem =
  'grid min-h-[60px] flex-1 place-content-center justify-items-center gap-0.5 text-2xs font-semibold text-ink-soft ' +
  'aria-[current=page]:text-ink aria-[current=page]:[&_svg]:text-curtain'

/** For people who belong to an organisation, or were given a client. */
const ClientsLink = (): ReactNode => {
  const found = useClients(true).data
  if (!found || (found.organisations.length === 0 && found.clients.length === 0)) return null
  return (
    <Link to="/clients" className={railItem}>
      <Icon name="case" />
      <Trans>Clients</Trans>
    </Link>
  )
}

/** The navigation of a desktop. */
export const Rail = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  return (
    <nav
      aria-label={t`Main`}
      className="fixed inset-y-0 start-0 z-20 hidden w-60 flex-col border-e border-line bg-surface px-4 pb-6 lg:flex print:hidden"
    >
      <Awning className="-mx-4" />
      <Link to="/" className="mt-6 mb-8 flex items-center gap-3 px-3">
        <Mark className="size-10" />
        <Wordmark className="mt-1.5 h-7 w-auto text-ink" />
      </Link>
      <div className="grid gap-1.5">
        <Link to="/" className={railItem}>
          <Icon name="home" />
          <Trans>Feed</Trans>
        </Link>
        <Link to="/discover" className={railItem}>
          <Icon name="search" />
          <Trans>Discover</Trans>
        </Link>
        {me && (
          <Link to="/inbox" className={railItem}>
            <Icon name="bell" />
            <Trans>Inbox</Trans>
            <Suspense fallback={null}>
              <InboxBadge />
            </Suspense>
          </Link>
        )}
        {me && (
          <Link to="/@{$handle}" params={{ handle: me.handle }} className={railItem}>
            <Icon name="person" />
            <Trans>Profile</Trans>
          </Link>
        )}
        {me && (
          <Link to="/studio" className={railItem}>
            <Icon name="chart" />
            <Trans>Studio</Trans>
          </Link>
        )}
        {me && (
          <Link to="/earnings" className={railItem}>
            <Icon name="coins" />
            <Trans>Earnings</Trans>
          </Link>
        )}
        {me && (
          <Link to="/wallet" className={railItem}>
            <Icon name="gift" />
            <Trans>Wallet</Trans>
          </Link>
        )}
        {me && <ClientsLink />}
        <Link to="/settings" className={railItem}>
          <Icon name="settings" />
          <Trans>Settings</Trans>
        </Link>
        {me?.role === 'operator' && (
          <>
            <Link to="/operator/numbers" className={railItem}>
              <Icon name="chart" />
              <Trans>Numbers</Trans>
            </Link>
            <Link to="/operator/money" className={railItem}>
              <Icon name="coins" />
              <Trans>Money</Trans>
            </Link>
            <Link to="/operator/media" className={railItem}>
              <Icon name="film" />
              <Trans>Video processing</Trans>
            </Link>
            <Link to="/operator/reference" className={railItem}>
              <Icon name="upload" />
              <Trans>From outside</Trans>
            </Link>
          </>
        )}
      </div>
      <Link to="/upload" className={buttonClass('limelight', 'mt-6 w-full')}>
        <Icon name="plus" className="size-5" />
        <Trans>Post a video</Trans>
      </Link>
      <div className="mt-auto">
        {me ? (
          <AccountCorner me={me} />
        ) : (
          me === null && (
            <div className="grid gap-2.5">
              <Link to="/sign-in" className={buttonClass('primary')}>
                <Trans>Sign in</Trans>
              </Link>
              <Link to="/sign-up" className={buttonClass('secondary')}>
                <Trans>Create account</Trans>
              </Link>
              <Link
                to="/clients"
                className="py-1 text-center text-xs font-semibold text-curtain-text underline"
              >
                <Trans>For brands and agencies</Trans>
              </Link>
            </div>
          )
        )}
      </div>
    </nav>
  )
}

/** The navigation of a phone. */
export const BottomBar = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  return (
    <nav
      aria-label={t`Main`}
      className="safe-bottom fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface lg:hidden print:hidden"
    >
      <div className="mx-auto flex max-w-md items-center">
        <Link to="/" className={barItem}>
          <Icon name="home" />
          <Trans>Feed</Trans>
        </Link>
        <Link to="/discover" className={barItem}>
          <Icon name="search" />
          <Trans>Discover</Trans>
        </Link>
        <Link to="/upload" className="group grid flex-1 place-items-center" aria-label={t`Post a video`}>
          <span className="grid h-11 w-16 place-items-center rounded-full bg-limelight text-on-limelight transition group-active:scale-95">
            <Icon name="plus" weight={2.6} className="size-7" />
          </span>
        </Link>
        {me && (
          <Link to="/inbox" className={barItem}>
            <span className="relative">
              <Icon name="bell" />
              <span className="absolute -end-3 -top-1.5">
                <Suspense fallback={null}>
                  <InboxBadge />
                </Suspense>
              </span>
            </span>
            <Trans>Inbox</Trans>
          </Link>
        )}
        {me ? (
          <Link to="/@{$handle}" params={{ handle: me.handle }} className={barItem}>
            <Icon name="person" />
            <Trans>You</Trans>
          </Link>
        ) : (
          <Link to="/settings" className={barItem}>
            <Icon name="person" />
            <Trans>You</Trans>
          </Link>
        )}
      </div>
    </nav>
  )
}
