import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { KeptList } from '#features/social'
import { Waiting } from '#shared/states'
import { classes } from '#shared/ui'
import { profileTabs, type ProfileTab } from '../tabs.ts'
import { PostGrid } from './post-grid.tsx'

const Tabs = ({ handle, tab }: { handle: string; tab: ProfileTab }): ReactNode => {
  const { t } = useLingui()
  const names: Record<ProfileTab, string> = {
    videos: t`Videos`,
    unfinished: t`Not out yet`,
    saved: t`Saved`,
    liked: t`Liked`,
  }
  return (
    <nav aria-label={t`Lists`} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {profileTabs.map((one) => (
        <Link
          key={one}
          to="/@{$handle}"
          params={{ handle }}
          search={one === 'videos' ? {} : { tab: one }}
          activeOptions={{ exact: true }}
          replace
          resetScroll={false}
          aria-current={one === tab ? 'page' : undefined}
          className={classes(
            'grid min-h-11 shrink-0 place-items-center border-b-3 px-3 text-sm sm:px-4 font-semibold whitespace-nowrap',
            one === tab ? 'border-curtain text-ink' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {names[one]}
        </Link>
      ))}
    </nav>
  )
}

/** What a person performed, and for themselves what they keep. */
export const Repertoire = (props: { handle: string; isMe: boolean; tab: ProfileTab }): ReactNode => {
  const { t } = useLingui()
  const { handle, isMe } = props
  const tab = isMe ? props.tab : 'videos'
  return (
    <section aria-label={t`Videos`} className="mt-8">
      {isMe && <Tabs handle={handle} tab={tab} />}
      {tab === 'videos' || tab === 'unfinished' ? (
        <PostGrid handle={handle} isMe={isMe} show={tab === 'videos' ? 'all' : 'unfinished'} />
      ) : (
        <Suspense fallback={<Waiting lines={3} />}>
          <KeptList list={tab} />
        </Suspense>
      )}
    </section>
  )
}
