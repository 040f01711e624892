import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { GiftSheet } from '#features/gifts'
import { AskToSignIn, useGate } from '#features/social'
import { Icon } from '#shared/ui'

/** Opens gifts for a post. Everything behind it loads when it is pressed. */
export const GiftButton = ({ post }: { post: PublishedPost }): ReactNode => {
  const { t } = useLingui()
  const gate = useGate()
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <button
        type="button"
        aria-label={t`Gifts`}
        title={t`Gifts`}
        onClick={() => gate.pass(() => setOpen(true))}
        className="ms-auto grid size-11 shrink-0 place-items-center rounded-full border-[1.5px] border-limelight bg-[#120a0d80] text-limelight transition hover:bg-[#120a0dcc] active:scale-95 lg:ms-0 lg:size-12 lg:bg-surface lg:text-ink lg:hover:bg-raised"
      >
        <Icon name="gift" className="size-6" />
      </button>
      <Suspense fallback={null}>
        {isOpen && (
          <GiftSheet
            post={post}
            onClose={close}
            onSignedOut={() => {
              close()
              gate.ask()
            }}
          />
        )}
        {gate.asks && (
          <AskToSignIn
            title={t`Join in`}
            text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
            onClose={gate.close}
          />
        )}
      </Suspense>
    </>
  )
}
