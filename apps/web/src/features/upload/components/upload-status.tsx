import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ApiError, isApiError, useErrorText } from '#shared/api'
import { percent } from '#shared/format'
import type { IconName } from '#shared/ui'
import { classes, Icon, Spinner } from '#shared/ui'
import type { Phase, UploadItem } from '../item.ts'
import { phaseOf } from '../item.ts'
import { objectionText, refusalText } from '../refusals.ts'
import { unreadableHere } from '../transfer.ts'

type Tone = 'busy' | 'good' | 'bad' | 'calm'
const tones: Record<Tone, string> = {
  busy: 'text-ink',
  good: 'text-bottle',
  bad: 'text-alert',
  calm: 'text-ink-soft',
}
const look = (phase: Phase): { tone: Tone; icon: IconName | null } => {
  switch (phase.kind) {
    case 'checking':
    case 'preparing':
    case 'uploading':
    case 'queued':
    case 'processing':
      return { tone: 'busy', icon: null }
    case 'in_line':
    case 'elsewhere':
      return { tone: 'calm', icon: 'clock' }
    case 'paused':
      return { tone: 'calm', icon: 'pause' }
    case 'waiting_for_network':
      return { tone: 'calm', icon: 'offline' }
    case 'needs_file':
      return { tone: 'calm', icon: 'film' }
    case 'ready':
      return { tone: 'good', icon: 'check' }
    case 'objected':
    case 'failed':
    case 'refused':
      return { tone: 'bad', icon: 'alert' }
  }
}

const Title = ({ item, phase }: { item: UploadItem; phase: Phase }): ReactNode => {
  const isPosted = item.posting.state === 'posted'
  switch (phase.kind) {
    case 'checking':
      return <Trans>Looking at the file</Trans>
    case 'preparing':
      return <Trans>Preparing</Trans>
    case 'in_line':
      return <Trans>Waiting</Trans>
    case 'elsewhere':
      return <Trans>On its way</Trans>
    case 'objected':
      return <Trans>Not sent</Trans>
    case 'uploading':
      return <Trans>Uploading</Trans>
    case 'paused':
      return <Trans>Paused</Trans>
    case 'waiting_for_network':
      return <Trans>Waiting for the network</Trans>
    case 'needs_file':
      return <Trans>Not finished</Trans>
    case 'failed':
      return <Trans>The upload stopped</Trans>
    case 'queued':
      return <Trans>Queued</Trans>
    case 'processing':
      return <Trans>Processing</Trans>
    case 'ready':
      return isPosted && item.posting.published ? <Trans>Published</Trans> : <Trans>Ready</Trans>
    case 'refused':
      return <Trans>Refused</Trans>
  }
}

/** Why the bytes stopped, and what to do: the file itself stays here. */
const FailureText = ({ error }: { error: unknown }): ReactNode => {
  const errorText = useErrorText()
  if (isApiError(error, 'not_signed_in'))
    return (
      <>
        <Trans>You were signed out. The video is kept here: sign in again, and it goes on.</Trans>{' '}
        <Link to="/sign-in" className="font-semibold underline underline-offset-4">
          <Trans>Sign in</Trans>
        </Link>
      </>
    )
  if (error instanceof ApiError && error.code === unreadableHere)
    return <Trans>The file was moved or changed on this device. Remove it here and choose it again.</Trans>
  return errorText(error)
}

const codeOf = (phase: Phase): string | null => {
  if (phase.kind === 'refused') return phase.asset.code
  return phase.kind === 'failed' && phase.error instanceof ApiError ? phase.error.code : null
}

const Explanation = ({ phase, posted }: { phase: Phase; posted: boolean }): ReactNode => {
  const { i18n } = useLingui()
  switch (phase.kind) {
    case 'objected':
      return i18n._(objectionText(phase.objection))
    case 'refused':
      return i18n._(refusalText(phase.asset.code))
    case 'failed':
      return <FailureText error={phase.error} />
    case 'in_line':
      return <Trans>Two videos are sent at a time. This one is next.</Trans>
    case 'elsewhere':
      return <Trans>Another window of this browser is sending it.</Trans>
    case 'waiting_for_network':
      return <Trans>It goes on by itself as soon as the server can be reached.</Trans>
    case 'needs_file':
      return <Trans>Choose the same file again, and the upload goes on where it stopped.</Trans>
    case 'queued':
    case 'processing':
      return posted ? <Trans>It publishes itself when it is ready. You may leave this page.</Trans> : null
    case 'ready':
      return posted ? null : <Trans>Write a caption and post it.</Trans>
    case 'checking':
    case 'preparing':
    case 'uploading':
    case 'paused':
      return null
  }
}

/** The state of one upload in words, with a bar while there is something to measure. */
export const UploadStatus = ({ item }: { item: UploadItem }): ReactNode => {
  const { t, i18n } = useLingui()
  const phase = phaseOf(item)
  const { tone, icon } = look(phase)
  const share = 'share' in phase ? phase.share : null
  const code = codeOf(phase)
  return (
    <div className="grid gap-2">
      <div className={classes('flex items-center gap-2.5 font-bold', tones[tone])}>
        {icon ? <Icon name={icon} className="size-5.5" /> : <Spinner className="size-5 text-curtain" />}
        {/* Only the word is live: a reader is told of each new state, not of each percent. */}
        <span role="status">
          <Title item={item} phase={phase} />
        </span>
        {share !== null && (
          <span className="tabular-nums">{percent(Math.floor(share * 100) / 100, i18n.locale)}</span>
        )}
      </div>
      {share !== null && (
        <div
          role="progressbar"
          aria-label={t`Progress`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(share * 100)}
          className="h-2 overflow-hidden rounded-full bg-raised"
        >
          <div
            className={classes(
              'h-full rounded-full transition-[width] duration-300',
              phase.kind === 'processing' ? 'bg-bottle' : 'bg-curtain',
            )}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
      <p className={classes('text-sm empty:hidden', tone === 'bad' ? 'text-alert' : 'text-ink-soft')}>
        <Explanation phase={phase} posted={item.posting.state === 'posted'} />
      </p>
      {code !== null && (
        <p className="text-xs text-ink-soft">
          <Trans>
            Code: <code>{code}</code>
          </Trans>
        </p>
      )}
    </div>
  )
}
