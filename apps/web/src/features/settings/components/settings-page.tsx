import type { Me } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { AccountsPanel, useInstance, useMe, useSignOut, useSignOutEverywhere } from '#features/auth'
import { chooseAsking, mayAsk } from '#features/feed'
import { stopUploads } from '#features/upload'
import { useErrorText } from '#shared/api'
import { chooseLocale, languages } from '#shared/i18n'
import { browserStorage } from '#shared/storage'
import type { Theme } from '#shared/theme'
import { chooseTheme, storedTheme, themes } from '#shared/theme'
import { Avatar, Button, buttonClass, Icon, Page, toast } from '#shared/ui'
import { Choice } from './choice.tsx'
import { ComfortChoices } from './comfort.tsx'
import { Passkeys } from './passkeys.tsx'

const Section = (props: { title: string; children: ReactNode }): ReactNode => (
  <section className="border-t border-line py-7">
    <h2 className="mb-4 text-lg">{props.title}</h2>
    {props.children}
  </section>
)

const Appearance = (): ReactNode => {
  const { t, i18n } = useLingui()
  const [theme, setTheme] = useState<Theme>(() => storedTheme(browserStorage()))
  const themeNames: Record<Theme, string> = { system: t`Like the device`, light: t`Light`, dark: t`Dark` }
  return (
    <div className="grid gap-6">
      <Choice
        legend={t`Theme`}
        options={themes.map((value) => ({ value, name: themeNames[value] }))}
        value={theme}
        onChoose={(value) => {
          chooseTheme(browserStorage(), value)
          setTheme(value)
        }}
      />
      <Choice
        legend={t`Language`}
        options={languages.map(({ locale, name }) => ({ value: locale, name }))}
        value={i18n.locale}
        onChoose={(value) => void chooseLocale(browserStorage(), value)}
      />
    </div>
  )
}

const Questions = (): ReactNode => {
  const { t } = useLingui()
  const [asks, setAsks] = useState(() => mayAsk(browserStorage()))
  return (
    <div className="grid gap-3">
      <Choice
        legend={t`Ask me now and then if a video was worth my time`}
        options={[
          { value: 'on', name: t`On` },
          { value: 'off', name: t`Off` },
        ]}
        value={asks ? 'on' : 'off'}
        onChoose={(value) => {
          chooseAsking(browserStorage(), value === 'on')
          setAsks(value === 'on')
        }}
      />
      <p className="text-sm text-ink-soft">
        <Trans>At most once a week. The answers make the feed better for everybody.</Trans>
      </p>
    </div>
  )
}

const SignOutButtons = (): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const signOut = useSignOut()
  const everywhere = useSignOutEverywhere()
  // Not by the callbacks of `mutate`: they are forgotten with this component, which leaves together with the session.
  const leave = async (end: () => Promise<unknown>): Promise<void> => {
    try {
      await end()
      toast(t`You are signed out`)
      await navigate({ to: '/' })
    } catch (error) {
      toast(errorText(error))
    }
  }
  return (
    <div className="flex flex-wrap gap-3">
      <Button
        look="secondary"
        icon="exit"
        busy={signOut.isPending}
        onClick={() => void leave(() => signOut.mutateAsync())}
      >
        <Trans>Sign out</Trans>
      </Button>
      <Button
        look="quiet"
        busy={everywhere.isPending}
        onClick={() => void leave(() => everywhere.mutateAsync())}
      >
        <Trans>Sign out everywhere</Trans>
      </Button>
    </div>
  )
}

/** What the feed is told, what it believes, and how it chooses. */
const FeedLinks = ({ isSignedIn }: { isSignedIn: boolean }): ReactNode => (
  <div className="flex flex-wrap gap-3">
    {isSignedIn && (
      <Link to="/settings/feed" className={buttonClass('secondary')}>
        <Icon name="settings" className="size-5" />
        <Trans>Your feed</Trans>
      </Link>
    )}
    <Link to="/settings/taste" className={buttonClass('secondary')}>
      <Icon name="heart" className="size-5" />
      <Trans>What the feed believes you like</Trans>
    </Link>
    <Link to="/feed/parameters" className={buttonClass('secondary')}>
      <Icon name="why" className="size-5" />
      <Trans>How the feed chooses</Trans>
    </Link>
  </div>
)

const RulesAndReports = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Section title={t`Rules and reports`}>
      <div className="flex flex-wrap gap-3">
        <Link to="/settings/notices" className={buttonClass('secondary')}>
          <Icon name="alert" className="size-5" />
          <Trans>Notices</Trans>
        </Link>
        <Link to="/settings/reports" className={buttonClass('secondary')}>
          <Icon name="shield" className="size-5" />
          <Trans>What you reported</Trans>
        </Link>
      </div>
    </Section>
  )
}

/** What moderators and operators look after. */
const InstanceLinks = ({ me }: { me: Me }): ReactNode => {
  const { t } = useLingui()
  return (
    <Section title={t`This instance`}>
      <div className="flex flex-wrap gap-3">
        {me.role === 'operator' && (
          <>
            <Link to="/operator/numbers" className={buttonClass('secondary')}>
              <Icon name="chart" className="size-5" />
              <Trans>Numbers</Trans>
            </Link>
            <Link to="/operator/money" className={buttonClass('secondary')}>
              <Icon name="coins" className="size-5" />
              <Trans>Money</Trans>
            </Link>
            <Link to="/operator/media" className={buttonClass('secondary')}>
              <Icon name="film" className="size-5" />
              <Trans>Video processing</Trans>
            </Link>
            <Link to="/operator/reference" className={buttonClass('secondary')}>
              <Icon name="upload" className="size-5" />
              <Trans>From outside</Trans>
            </Link>
          </>
        )}
        <Link to="/search/gaps" className={buttonClass('secondary')}>
          <Icon name="search" className="size-5" />
          <Trans>Looked for, not found</Trans>
        </Link>
        <Link to="/operator/reports" className={buttonClass('secondary')}>
          <Icon name="alert" className="size-5" />
          <Trans>Reports</Trans>
        </Link>
      </div>
    </Section>
  )
}

/** Everything about this person and this device. */
const SettingsPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const { data: instance } = useInstance()
  return (
    <Page title={t`Settings`}>
      {me && (
        <Link
          to="/@{$handle}"
          params={{ handle: me.handle }}
          className="card mb-8 flex items-center gap-4 p-5 hover:border-ink-soft"
        >
          <Avatar handle={me.handle} name={me.displayName} picture={me.picture} className="size-14 text-xl" />
          <span className="min-w-0">
            <bdi className="block truncate font-display text-lg font-bold">{me.displayName}</bdi>
            <span className="block truncate text-sm text-ink-soft">
              <bdi>@{me.handle}</bdi>
              {me.role === 'operator' && (
                <>
                  {' · '}
                  <Trans>operator</Trans>
                </>
              )}
              {me.role === 'moderator' && (
                <>
                  {' · '}
                  <Trans>moderator</Trans>
                </>
              )}
            </span>
          </span>
        </Link>
      )}
      {me === null && (
        <div className="card mb-8 grid gap-4 p-6">
          <p className="text-ink-soft">
            <Trans>Sign in to like, to post and to see your numbers.</Trans>
          </p>
          <div className="flex flex-wrap gap-3">
            <Link to="/sign-in" className={buttonClass('primary')}>
              <Trans>Sign in</Trans>
            </Link>
            <Link to="/sign-up" className={buttonClass('secondary')}>
              <Trans>Create account</Trans>
            </Link>
          </div>
        </div>
      )}
      {me && me.role !== 'person' && <InstanceLinks me={me} />}
      {me && (
        <Section title={t`Coins and earnings`}>
          <div className="flex flex-wrap gap-3">
            <Link to="/wallet" className={buttonClass('secondary')}>
              <Icon name="coins" className="size-5" />
              <Trans>Wallet</Trans>
            </Link>
            <Link to="/earnings" className={buttonClass('secondary')}>
              <Icon name="chart" className="size-5" />
              <Trans>Earnings</Trans>
            </Link>
            <Link to="/fund" className={buttonClass('secondary')}>
              <Icon name="gift" className="size-5" />
              <Trans>Creator fund</Trans>
            </Link>
          </div>
        </Section>
      )}
      {me !== undefined && (
        <Section title={t`Brands and agencies`}>
          <Link to="/clients" className={buttonClass('secondary')}>
            <Icon name="case" className="size-5" />
            <Trans>Clients and their exports</Trans>
          </Link>
        </Section>
      )}
      <Section title={t`The feed`}>
        <FeedLinks isSignedIn={Boolean(me)} />
      </Section>
      <Section title={t`Appearance and language`}>
        <Appearance />
      </Section>
      <Section title={t`Data, motion and keys`}>
        <ComfortChoices />
      </Section>
      <Section title={t`Questions`}>
        <Questions />
      </Section>
      {me && (
        <>
          <Section title={t`Passkeys`}>
            <Passkeys />
          </Section>
          <Section title={t`People`}>
            <Link to="/settings/people" className={buttonClass('secondary')}>
              <Icon name="person" className="size-5" />
              <Trans>Blocked and muted people</Trans>
            </Link>
          </Section>
          <RulesAndReports />
          <Section title={t`Notifications`}>
            <Link to="/settings/notifications" className={buttonClass('secondary')}>
              <Icon name="bell" className="size-5" />
              <Trans>What you hear of, and when</Trans>
            </Link>
          </Section>
          <Section title={t`Time and family`}>
            <div className="flex flex-wrap gap-3">
              <Link to="/settings/time" className={buttonClass('secondary')}>
                <Icon name="clock" className="size-5" />
                <Trans>Time limit</Trans>
              </Link>
              <Link to="/settings/family" className={buttonClass('secondary')}>
                <Icon name="person" className="size-5" />
                <Trans>Family</Trans>
              </Link>
            </div>
          </Section>
          <Section title={t`Accounts in this browser`}>
            <Suspense fallback={null}>
              <AccountsPanel leave={stopUploads} />
            </Suspense>
          </Section>
          <Section title={t`Session`}>
            <SignOutButtons />
          </Section>
        </>
      )}
      {instance && (
        <p className="border-t border-line pt-6 text-xs text-ink-soft">
          {instance.name} · Busker {instance.version}
        </p>
      )}
    </Page>
  )
}

export default SettingsPage
