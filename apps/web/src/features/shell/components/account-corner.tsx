import type { Me } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { AccountsPanel } from '#features/auth'
import { stopUploads } from '#features/upload'
import { Avatar, IconButton, Sheet } from '#shared/ui'

/** Who one is here, and the way to be another one. */
export const AccountCorner = ({ me }: { me: Me }): ReactNode => {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <div className="flex items-center gap-1">
      <Link
        to="/@{$handle}"
        params={{ handle: me.handle }}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-md p-2 hover:bg-raised"
      >
        <Avatar handle={me.handle} name={me.displayName} picture={me.picture} />
        <span className="min-w-0 text-sm">
          <bdi className="block truncate font-bold">{me.displayName}</bdi>
          <bdi className="block truncate text-xs text-ink-soft">@{me.handle}</bdi>
        </span>
      </Link>
      <IconButton
        icon="more"
        label={t`Accounts`}
        onClick={() => setOpen(true)}
        className="shrink-0 text-ink-soft hover:bg-raised"
      />
      {open && (
        <Suspense fallback={null}>
          <Sheet open title={t`Accounts`} onClose={() => setOpen(false)}>
            <AccountsPanel leave={stopUploads} onGone={() => setOpen(false)} />
          </Sheet>
        </Suspense>
      )}
    </div>
  )
}
