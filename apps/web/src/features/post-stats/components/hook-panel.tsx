import type { HookAnalysis } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button, Icon } from '#shared/ui'
import { hookAdvice } from '../hook-advice.ts'
import { useHook } from '../queries.ts'
import { HookStrip } from './hook-strip.tsx'

const Findings = ({ hook }: { hook: HookAnalysis }): ReactNode => {
  const { i18n } = useLingui()
  const advice = hookAdvice()
  if (hook.findings.length === 0)
    return (
      <p className="flex items-start gap-3 rounded-md bg-bottle-soft p-4 text-sm">
        <Icon name="check" className="size-6 shrink-0 text-bottle" />
        <Trans>Nothing stands in the way: picture, movement and sound are there from the start.</Trans>
      </p>
    )
  return (
    <ul className="grid gap-3">
      {hook.findings.map((finding) => (
        <li key={finding} className="flex items-start gap-3 rounded-md bg-raised p-4">
          <Icon name={finding === 'no_cut' ? 'why' : 'alert'} className="size-6 shrink-0 text-curtain-text" />
          <div className="min-w-0">
            <h3 className="font-body text-sm font-semibold tracking-normal">
              {i18n._(advice[finding].title)}
            </h3>
            <p className="mt-1 text-sm text-ink-soft">{i18n._(advice[finding].action)}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

const HookBody = ({ assetId }: { assetId: string }): ReactNode => {
  const errorText = useErrorText()
  const { data: hook, error, refetch, isFetching } = useHook(assetId)
  if (error && hook === undefined)
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-sm font-semibold text-alert">{errorText(error)}</p>
        <Button look="secondary" icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  if (hook === undefined) return <div className="skeleton h-40 rounded-md" aria-busy="true" />
  if (hook === null)
    return (
      <p className="flex items-center gap-3 text-sm text-ink-soft">
        <Icon name="clock" className="size-5 shrink-0" />
        <Trans>Not looked at yet. This happens once all sizes of the video exist.</Trans>
      </p>
    )
  return (
    <div className="grid gap-6">
      <HookStrip hook={hook} />
      <Findings hook={hook} />
    </div>
  )
}

/** What the first three seconds of a video give a viewer, and what could be better. */
export const HookPanel = ({ assetId }: { assetId: string | undefined }): ReactNode => {
  const { t } = useLingui()
  return (
    <section className="card p-5 sm:p-7" aria-label={t`The first three seconds`}>
      <h2 className="text-xl">
        <Trans>The first three seconds</Trans>
      </h2>
      <p className="mt-1 mb-5 text-sm text-ink-soft">
        <Trans>In them people decide to stay. This is what they see and hear.</Trans>
      </p>
      {assetId === undefined ? (
        <div className="skeleton h-40 rounded-md" aria-busy="true" />
      ) : (
        <HookBody assetId={assetId} />
      )}
    </section>
  )
}
