import { Trans, useLingui } from '@lingui/react/macro'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useEffect, useRef } from 'react'
import { useOnline } from '#shared/offline'
import { Icon, Spinner, Toaster } from '#shared/ui'
import { BottomBar, Rail } from './navigation.tsx'

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

const OfflineBanner = (): ReactNode => {
  const online = useOnline()
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-[calc(4.25rem+env(safe-area-inset-top))] z-30 flex justify-center px-3 lg:top-auto lg:bottom-0 lg:ps-60 lg:pb-4"
    >
      {!online && (
        <p className="animate-rise flex items-center gap-2.5 rounded-full bg-ink px-5 py-2.5 text-xs font-semibold text-paper shadow-stage">
          <Icon name="offline" className="size-5" />
          <Trans>You are offline. Uploads go on when the network is back.</Trans>
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
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar />
      <OfflineBanner />
      <Toaster />
    </div>
  )
}
