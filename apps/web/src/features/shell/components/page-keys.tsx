import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '#features/auth'
import { useKeys } from '#shared/keys'

const KeyOverview = lazy(() => import('./key-overview.tsx'))

/** The keys that lead around, and the overview of all keys. */
export const PageKeys = (): ReactNode => {
  const navigate = useNavigate()
  const me = useMe()
  const [open, setOpen] = useState(false)
  useKeys('pages', {
    search: () => void navigate({ to: '/search', search: { q: '', kind: 'top' } }),
    home: () => void navigate({ to: '/' }),
    discover: () => void navigate({ to: '/discover' }),
    profile: () =>
      void (me
        ? navigate({ to: '/@{$handle}', params: { handle: me.handle } })
        : navigate({ to: '/sign-in' })),
    settings: () => void navigate({ to: '/settings' }),
    keys: () => setOpen(true),
  })
  return <Suspense fallback={null}>{open && <KeyOverview onClose={() => setOpen(false)} />}</Suspense>
}
