import type { FeedMode } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { AskToSignIn } from '#features/social'
import { classes } from '#shared/ui'
import type { useModes } from '../use-modes.ts'

const Choice = (props: { on: boolean; onClick: () => void; children: ReactNode }): ReactNode => (
  <button
    type="button"
    aria-pressed={props.on}
    onClick={props.onClick}
    className="group/mode grid min-h-11 min-w-11 place-items-center"
  >
    <span
      className={classes(
        'rounded-full px-[clamp(0.25rem,calc((100vw-300px)/6),0.75rem)] py-1.5 text-xs font-semibold whitespace-nowrap transition group-active/mode:scale-95',
        props.on
          ? 'bg-on-stage text-stage lg:bg-ink lg:text-paper'
          : 'text-on-stage group-hover/mode:bg-[#fff6e933] lg:text-ink-soft lg:group-hover/mode:bg-raised',
      )}
    >
      {props.children}
    </span>
  </button>
)

/** Which feed: over the head of the picture on a phone, where nothing else stands, beside it on a desktop. */
export const ModeBar = (props: {
  /** Null: not known yet. */
  mode: FeedMode | null
  modes: ReturnType<typeof useModes>
}): ReactNode => {
  const { t } = useLingui()
  const { mode } = props
  const { choose, asks, closeAsking } = props.modes
  return (
    <>
      <div className="pointer-events-none absolute inset-x-0 top-[calc(max(0.75rem,env(safe-area-inset-top))+2.875rem)] z-10 flex justify-center lg:inset-x-auto lg:end-6 lg:top-6">
        <div
          role="group"
          aria-label={t`Which feed`}
          className="pointer-events-auto relative flex px-1 before:absolute before:inset-x-0 before:inset-y-1 before:-z-10 before:rounded-full before:bg-[#120a0d99] lg:before:border-[1.5px] lg:before:border-line lg:before:bg-surface"
        >
          <Choice on={mode === 'for_you'} onClick={() => choose('for_you')}>
            <Trans>For you</Trans>
          </Choice>
          <Choice on={mode === 'following'} onClick={() => choose('following')}>
            <Trans>Following</Trans>
          </Choice>
          <Choice on={mode === 'unprofiled'} onClick={() => choose('unprofiled')}>
            <Trans>Without profile</Trans>
          </Choice>
        </div>
      </div>
      <Suspense fallback={null}>
        {asks && (
          <AskToSignIn
            title={t`People you follow`}
            text={<Trans>Their newest videos, in the order of time. For this you need an account.</Trans>}
            onClose={closeAsking}
          />
        )}
      </Suspense>
    </>
  )
}
