import type { NoticeDetail } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { refusalText } from '#features/upload'
import { amount } from '#shared/format'
import type { Icon } from '#shared/ui'
import { browserNames, systemNames } from '../browser-names.ts'

type IconName = Parameters<typeof Icon>[0]['name']
type Of<K extends NoticeDetail['of']> = Extract<NoticeDetail, { of: K }>

const Decision = ({ detail }: { detail: Of<'decision'> }): ReactNode => {
  switch (detail.outcome) {
    case 'decided':
      return <Trans>A moderator decided about something of yours</Trans>
    case 'upheld':
      return <Trans>Your appeal was decided: the decision stays</Trans>
    case 'overturned':
      return <Trans>Your appeal was decided: the decision is taken back</Trans>
    case 'withdrawn':
      return <Trans>A decision about something of yours was taken back</Trans>
  }
}

const Payout = ({ detail }: { detail: Of<'payout'> }): ReactNode => {
  const { i18n } = useLingui()
  const sum = amount(detail.amountMicro, detail.currency, i18n.locale)
  switch (detail.outcome) {
    case 'paid':
      return <Trans>Your payout of {sum} was paid</Trans>
    case 'failed':
      return <Trans>Your payout of {sum} failed. The money is back in your balance.</Trans>
    case 'returned':
      return <Trans>The bank returned your payout of {sum}</Trans>
  }
}

const Refusal = ({ detail }: { detail: Of<'refusal'> }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <>
      {detail.isReplacement ? (
        <Trans>Your new video was not taken; the one before stays.</Trans>
      ) : (
        <Trans>Your video could not be published.</Trans>
      )}{' '}
      {i18n._(refusalText(detail.code))}
    </>
  )
}

const SignIn = ({ detail }: { detail: Of<'sign_in'> }): ReactNode => {
  const { t } = useLingui()
  const browser = detail.browser === 'other' ? t`a browser` : browserNames[detail.browser]
  if (detail.system === 'other') return <Trans>A new sign-in with {browser}. Was that you?</Trans>
  const system = systemNames[detail.system]
  return (
    <Trans>
      A new sign-in with {browser} on {system}. Was that you?
    </Trans>
  )
}

const FamilyNews = ({ detail }: { detail: Of<'family'> }): ReactNode => {
  const name = <b dir="auto">{detail.name}</b>
  if (detail.what === 'began') return <Trans>{name} is linked to you as a parent</Trans>
  if (detail.what === 'ended')
    return detail.by === 'parent' ? (
      <Trans>{name} ended the link between you. What they had set does not hold any more.</Trans>
    ) : (
      <Trans>{name} ended the link between you. You do not see their time any more.</Trans>
    )
  const minutes = detail.rules?.minutes ?? null
  return minutes === null ? (
    <Trans>{name} changed your time limit to what your age allows.</Trans>
  ) : (
    <Trans>
      {name} changed your time limit to {minutes} minutes.
    </Trans>
  )
}

const MayExtend = ({ detail }: { detail: Of<'family'> }): ReactNode => {
  if (detail.what !== 'changed' || detail.rules === null) return null
  return detail.rules.extensions ? <Trans>It may be put off.</Trans> : <Trans>It cannot be put off.</Trans>
}

/** What a notice that no other person caused says. */
export const Notice = ({ detail }: { detail: NoticeDetail }): ReactNode => {
  switch (detail.of) {
    case 'decision':
      return <Decision detail={detail} />
    case 'report':
      return detail.outcome === 'acted' ? (
        <Trans>What you reported was decided: something was done about it</Trans>
      ) : (
        <Trans>What you reported was decided: it breaks no rule</Trans>
      )
    case 'refusal':
      return <Refusal detail={detail} />
    case 'payout':
      return <Payout detail={detail} />
    case 'sign_in':
      return <SignIn detail={detail} />
    case 'family':
      return (
        <>
          <FamilyNews detail={detail} /> <MayExtend detail={detail} />
        </>
      )
  }
}

/** How a notice looks, and where it leads. */
export const placeOfNotice = {
  decision: { icon: 'shield', to: '/settings/notices' },
  report: { icon: 'check', to: '/settings/reports' },
  refusal: { icon: 'alert', to: '/studio' },
  payout: { icon: 'coins', to: '/earnings/payouts' },
  sign_in: { icon: 'key', to: '/settings' },
  family: { icon: 'clock', to: '/settings/family' },
} as const satisfies Record<NoticeDetail['of'], { icon: IconName; to: string }>
