import type { Author } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { useMe } from '#features/auth'
import { buttonClass, classes } from '#shared/ui'
import { useFollow } from '../queries.ts'
import type { Surface } from '../told.ts'
import { useGate } from '../use-gate.ts'
import { AskToSignIn } from './ask-to-sign-in.tsx'

const looks = {
  page: (on: boolean) => buttonClass(on ? 'secondary' : 'primary'),
  stage: (on: boolean) =>
    classes(
      'min-h-11 shrink-0 rounded-full px-4 text-sm font-bold transition active:scale-95',
      on
        ? 'bg-[#120a0d80] text-on-stage hover:bg-[#120a0dcc] lg:border-[1.5px] lg:border-line lg:bg-surface lg:text-ink lg:hover:border-ink-soft lg:hover:bg-surface'
        : 'bg-limelight text-on-limelight hover:bg-limelight-deep',
    ),
} as const

/** Follows a person or stops it. Nobody follows themselves, so it is not there then. */
export const FollowButton = (props: {
  person: Author
  followedByMe: boolean
  surface: Surface
  look: keyof typeof looks
}): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const gate = useGate()
  const { person, look } = props
  const { state: followed, change } = useFollow(person, props)
  if (me?.personId === person.personId) return null
  const name = person.displayName
  return (
    <>
      <button
        type="button"
        onClick={() => gate.pass(() => change.mutate(!followed, { onError: gate.fail }))}
        className={looks[look](followed)}
      >
        {followed ? <Trans>Following</Trans> : <Trans>Follow</Trans>}
        <span className="sr-only"> {name}</span>
      </button>
      <Suspense fallback={null}>
        {gate.asks && (
          <AskToSignIn
            title={t`Follow ${name}?`}
            text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
            onClose={gate.close}
          />
        )}
      </Suspense>
    </>
  )
}
