import type { JudgementKind } from '@busker/metrics/client-board'
import { Plural, Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, Icon, type IconName } from '#shared/ui'

const icons: Readonly<Record<JudgementKind, IconName>> = {
  gains: 'up',
  open: 'eye',
  loses: 'close',
  too_little: 'clock',
}

const CreatorWords = ({ kind }: { kind: JudgementKind }): ReactNode => {
  switch (kind) {
    case 'gains':
      return <Trans>Pay again</Trans>
    case 'open':
      return <Trans>Watch</Trans>
    case 'loses':
      return <Trans>Stop</Trans>
    case 'too_little':
      return <Trans>Too little to say</Trans>
  }
}

const VideoWords = ({ kind }: { kind: JudgementKind }): ReactNode => {
  switch (kind) {
    case 'gains':
      return <Trans>Scale</Trans>
    case 'open':
      return <Trans>Hold</Trans>
    case 'loses':
      return <Trans>Stop</Trans>
    case 'too_little':
      return <Trans>Too little to say</Trans>
  }
}

/** How many orders are missing until something is said. */
export const OrdersMissing = ({ count }: { count: number }): ReactNode =>
  count > 0 && (
    <span className="text-2xs text-ink-soft">
      <Plural value={count} one="# more order needed" other="# more orders needed" />
    </span>
  )

/** What to do with a creator or a video: a picture, a word and a colour say the same. */
export const Verdict = ({ of, kind }: { of: 'creator' | 'video'; kind: JudgementKind }): ReactNode => (
  <span
    className={classes(
      'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold whitespace-nowrap',
      kind === 'gains' && 'bg-bottle-soft text-bottle',
      kind === 'loses' && 'bg-alert-soft text-alert',
      kind === 'open' && 'bg-limelight text-on-limelight',
      kind === 'too_little' && 'bg-raised text-ink-soft',
    )}
  >
    <Icon name={icons[kind]} className="size-4" />
    {of === 'creator' ? <CreatorWords kind={kind} /> : <VideoWords kind={kind} />}
  </span>
)
