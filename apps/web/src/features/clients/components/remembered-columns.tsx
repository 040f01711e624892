import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import { Button, toast } from '#shared/ui'
import { useForgetMapping, useMappings } from '../import-queries.ts'
import { formatWords } from '../words.ts'

/** What was said about columns of tables that were not known; forgotten, the next such file asks again. */
export const RememberedColumns = ({ clientId }: { clientId: string }): ReactNode => {
  const { i18n } = useLingui()
  const errorText = useErrorText()
  const { data: mappings = [] } = useMappings(clientId)
  const forget = useForgetMapping(clientId)
  if (mappings.length === 0) return null
  return (
    <section aria-labelledby="remembered-columns">
      <h2 id="remembered-columns" className="mb-3 text-lg">
        <Trans>Remembered columns</Trans>
      </h2>
      <ul className="divide-y divide-line">
        {mappings.map(({ signature, format, columns, savedAt, savedBy }) => {
          const words = formatWords(format)
          const who = savedBy?.handle
          return (
            <li key={signature} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0 text-sm">
                <p className="font-semibold">{words ? i18n._(words) : format}</p>
                <p className="text-xs text-ink-soft">
                  <Plural value={Object.keys(columns).length} one="# column" other="# columns" />
                  {' · '}
                  {moment(savedAt, i18n.locale)}
                  {who !== undefined && <bdi> · @{who}</bdi>}
                </p>
              </div>
              <Button
                look="quiet"
                icon="trash"
                className="px-3"
                busy={forget.isPending && forget.variables === signature}
                onClick={() => forget.mutate(signature, { onError: (error) => toast(errorText(error)) })}
              >
                <Trans>Forget</Trans>
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
