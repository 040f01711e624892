import type { CallToAction } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { buttonClass, Icon } from '#shared/ui'
import { callWords } from '../call-words.ts'

/** Where the author sends people for a brand. That it is advertising always stands beside it. */
export const CallButton = ({ call }: { call: CallToAction }): ReactNode => {
  const { t, i18n } = useLingui()
  const words = i18n._(callWords[call.action])
  const { host } = call
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <a
        href={call.path}
        target="_blank"
        rel="noopener sponsored"
        aria-label={t`${words}, opens ${host} in a new tab`}
        className={buttonClass('limelight', 'min-h-11 max-w-full gap-1.5 px-5')}
      >
        <span className="shrink-0">{words}</span>
        <Icon name="link" className="size-4 shrink-0" />
        <bdi className="truncate font-normal">{host}</bdi>
      </a>
      <span className="rounded-full border border-current px-2.5 py-0.5 text-2xs font-semibold">
        <Trans>Paid partnership</Trans>
      </span>
    </div>
  )
}
