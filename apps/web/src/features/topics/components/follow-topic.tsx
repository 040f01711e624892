import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { AskToSignIn, useGate } from '#features/social'
import { Button } from '#shared/ui'
import type { Topic } from '../queries.ts'
import { useFollowTopic } from '../queries.ts'

/** Follows a hashtag or a sound, or ends it. */
export const FollowTopic = (props: {
  topic: Topic
  label: string
  followedByMe: boolean
  isMain?: boolean
}): ReactNode => {
  const { t } = useLingui()
  const gate = useGate()
  const change = useFollowTopic(props.topic)
  // While it is on its way, what is wanted is what is shown.
  const followed = change.isPending ? change.variables : props.followedByMe
  const { label } = props
  return (
    <>
      <Button
        look={followed || props.isMain !== true ? 'secondary' : 'primary'}
        icon={followed ? 'check' : 'plus'}
        aria-pressed={followed}
        onClick={() => gate.pass(() => change.mutate(!followed, { onError: gate.fail }))}
      >
        {followed ? <Trans>Following</Trans> : <Trans>Follow</Trans>}
        <span className="sr-only"> {label}</span>
      </Button>
      <Suspense fallback={null}>
        {gate.asks && (
          <AskToSignIn
            title={t`Follow ${label}?`}
            text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
            onClose={gate.close}
          />
        )}
      </Suspense>
    </>
  )
}
