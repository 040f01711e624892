import type { WatchTime } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Button, buttonClass, EmptyState, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useExtendTime, useWatchTime } from '../queries.ts'

const When = ({ time }: { time: WatchTime }): ReactNode => {
  const { i18n } = useLingui()
  const opens = shortTime(time.dayEndsAt, i18n.locale)
  return <Trans>That was your time for today. The feed opens again at {opens}.</Trans>
}

/** The end of the day's time, with what can be done about it. */
const TimeUp = ({ onGoOn }: { onGoOn: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useFamilyErrorText()
  const { data: time } = useWatchTime()
  const extend = useExtendTime()
  const mayExtend = time !== undefined && (time.extensions.left === null || time.extensions.left > 0)
  const goOn = (): void =>
    extend.mutate((time?.extensions.taken ?? 0) + 1, {
      onSuccess: onGoOn,
      onError: (error) => toast(errorText(error)),
    })
  const minutes = time?.extensions.minutes ?? 0
  return (
    <EmptyState
      scene="curtain"
      title={t`The curtain falls for today`}
      text={time === undefined ? null : <When time={time} />}
    >
      {mayExtend && (
        <Button look="secondary" busy={extend.isPending} onClick={goOn}>
          <Trans>{minutes} more minutes</Trans>
        </Button>
      )}
      <Link to="/settings/time" className={buttonClass('secondary')}>
        <Trans>Time limit</Trans>
      </Link>
    </EmptyState>
  )
}

export default TimeUp
