import { Trans, useLingui } from '@lingui/react/macro'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useEffect, useRef } from 'react'
import { useMe } from '#features/auth'
import { SuspensionBanner } from '#features/moderation'
import { useOnline } from '#shared/offline'
import { classes, Icon, Spinner, Toaster } from '#shared/ui'
import { BottomBar, Rail } from './navigation.tsx'
import { PageKeys } from './page-keys.tsx'

/** After a change of page the focus goes to its main part, so that a screen reader starts there. */
const useFocusOnNavigation = (main: React.RefObject<HTMLElement | null>): void => {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) main.current?.focus({ preventScroll: true })
      }),
    [router, main],
  )
}

/** Over the stage it lies under the kinds of feed; elsewhere, on a phone, it stands before what the page says. */
const OfflineBanner = (): ReactNode => {
  const online = useOnline()
  const onStage = useLocation({ select: ({ pathname }) => pathname === '/' })
  return (
    <div
      role="status"
      className={classes(
        'pointer-events-none z-30 flex justify-center px-3 lg:fixed lg:inset-x-0 lg:bottom-0 lg:ps-60 lg:pb-4',
        onStage && 'fixed inset-x-0 top-[calc(7rem+env(safe-area-inset-top))] lg:top-auto',
      )}
    >
      {!online && (
        <p
          className={classes(
            'animate-rise flex items-center gap-2.5 rounded-full bg-ink px-5 py-2.5 text-xs font-semibold text-paper shadow-stage',
            !onStage && 'mt-3 lg:mt-0',
          )}
        >
          <Icon name="offline" className="size-5" />
          <Trans>You are offline. Likes and uploads are sent later.</Trans>
        </p>
      )}
    </div>
  )
}

const Loading = (): ReactNode => {
  const { t } = useLingui()
  return (
    <div className="grid min-h-[60dvh] place-items-center text-curtain" role="status" aria-label={t`Loading`}>
      <Spinner className="size-10" />
    </div>
  )
}

/** Whoever follows a link to a report came for the report alone. */
const isBare = (path: string): boolean => path.startsWith('/r/')

/** Not on bare pages: who is here is nobody's business there, and is not asked. */
const Suspended = (): ReactNode => {
  const suspension = useMe()?.suspension
  if (!suspension) return null
  return (
    <Suspense fallback={null}>
      <SuspensionBanner suspension={suspension} />
    </Suspense>
  )
}

/** Navigation around every page. */
export const AppShell = (): ReactNode => {
  const main = useRef<HTMLElement>(null)
  const bare = useLocation({ select: ({ pathname }) => isBare(pathname) })
  useFocusOnNavigation(main)
  if (bare)
    return (
      <main id="main">
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    )
  return (
    <div className="min-h-dvh pb-(--bar) [--bar:calc(60px+env(safe-area-inset-bottom))] lg:ps-60 lg:pb-0 print:ps-0 print:pb-0">
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-ink px-5 py-3 text-paper focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
      >
        <Trans>Skip to content</Trans>
      </a>
      <Rail />
      <Suspended />
      <OfflineBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar />
      <Toaster />
      <PageKeys />
    </div>
  )
}
