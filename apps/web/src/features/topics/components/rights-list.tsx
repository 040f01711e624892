import type { Sound } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { licenceWords } from '../licence-words.ts'

const Line = (props: { name: ReactNode; children: ReactNode }): ReactNode => (
  <div className="grid gap-0.5">
    <dt className="text-xs font-semibold text-ink-soft">{props.name}</dt>
    <dd dir="auto" className="text-sm break-words">
      {props.children}
    </dd>
  </div>
)

/** What may be done with a sound, and who says so. */
export const RightsList = ({ sound }: { sound: Sound }): ReactNode => {
  const { i18n } = useLingui()
  const { licence, territories, commercial, holder } = sound.rights
  const words = licenceWords().find(([one]) => one === licence)?.[1]
  const names = new Intl.DisplayNames([i18n.locale], { type: 'region', fallback: 'code' })
  return (
    <dl className="card grid grid-cols-2 gap-4 p-5 lg:grid-cols-4">
      <Line name={<Trans>Licence</Trans>}>{words ? i18n._(words) : licence}</Line>
      <Line name={<Trans>Holder</Trans>}>{holder === '' ? sound.author.displayName : holder}</Line>
      <Line name={<Trans>Countries</Trans>}>
        {territories === null ? (
          <Trans>All of them</Trans>
        ) : (
          new Intl.ListFormat(i18n.locale).format(territories.map((code) => names.of(code) ?? code))
        )}
      </Line>
      <Line name={<Trans>In advertising</Trans>}>
        {commercial ? <Trans>Everybody may use it</Trans> : <Trans>Its author alone may use it</Trans>}
      </Line>
      {sound.evidence !== null && sound.evidence !== '' && (
        <div className="col-span-2 lg:col-span-4">
          <Line name={<Trans>Proof, for its author and moderators only</Trans>}>
            <span className="whitespace-pre-line">{sound.evidence}</span>
          </Line>
        </div>
      )}
    </dl>
  )
}
