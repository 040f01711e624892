import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, NothingYet } from '#features/numbers'
import { Chart, ChartCard } from '#shared/charts'
import type { Measured } from '#features/numbers'
import type { SalesPlace } from './place.ts'
import { leastPartLines, partMetrics, partsFinding, partsOf, type PartsFinding } from './posted.ts'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

type By = 'posted_weekday' | 'posted_hour'

/** 5 January 2026 was a Monday, which is 1. */
const mondayMs = Date.UTC(2026, 0, 5)
const dayMs = 86_400_000

const useWhen = (by: By, currency: string): ((id: string) => string) => {
  const { i18n } = useLingui()
  const texts = useTexts(currency)
  return useMemo(() => {
    const weekday = new Intl.DateTimeFormat(i18n.locale, { weekday: 'short', timeZone: 'UTC' })
    return (id) =>
      by === 'posted_hour' ? texts.hour(Number(id)) : weekday.format(mondayMs + (Number(id) - 1) * dayMs)
  }, [i18n.locale, by, texts])
}

const useFinding = (found: PartsFinding, by: By, currency: string): string => {
  const { t } = useLingui()
  const when = useWhen(by, currency)
  if (found.kind === 'empty')
    return by === 'posted_hour' ? t`No file tells the hour of posting` : t`No sale came by a video`
  if (found.kind === 'too_little') {
    const { missing } = found
    return t`${missing} more order lines are needed to compare when to post`
  }
  if (!('part' in found))
    return by === 'posted_hour' ? t`No hour of posting surely leaves more` : t`No weekday surely leaves more`
  const best = when(found.part.id)
  return by === 'posted_hour'
    ? t`Post at ${best}: these videos surely leave most`
    : t`Post on ${best}: these videos surely leave most`
}

const Drawn = ({ place, measured, by }: { place: SalesPlace; measured: Measured; by: By }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const texts = useTexts(client.currency)
  const when = useWhen(by, client.currency)
  const parts = useMemo(() => partsOf(measured), [measured])
  const finding = useFinding(partsFinding(parts), by, client.currency)
  const drawing = useMemo(
    () => ({
      kind: 'bars' as const,
      places: parts.map(({ id }) => when(id)),
      series: [
        {
          name: t`Left before advertising`,
          values: parts.map(({ leftMicro }) => leftMicro),
          intervals: parts.map(({ range }) => range),
        },
      ],
      axisText: texts.short,
    }),
    [parts, when, texts, t],
  )
  const readings = parts.map(({ id, leftMicro, range, lines }) => {
    const [at, left, reach, count] = [
      ...[when(id), texts.money(leftMicro), texts.range(range), texts.count(lines)],
    ]
    return t`${at}: ${left} left (${reach}), ${count} order lines`
  })
  const scope = { kind: 'client', clientId: client.clientId } as const
  return (
    <ChartCard
      name={by === 'posted_hour' ? t`By the hour of posting` : t`By the weekday of posting`}
      finding={finding}
      csv={{ name: `${by}-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ measured, definitions }} request={{ scope, period, metrics: partMetrics, by }} />}
      table={{
        head: [t`Posted`, t`Left before advertising`, t`95% sure`, t`Refund rate`, t`Order lines`],
        rows: parts.map(({ id, leftMicro, range, refundRate, lines }) => [
          ...[when(id), texts.money(leftMicro), texts.range(range)],
          ...[texts.share(refundRate), texts.count(lines)],
        ]),
      }}
    >
      {parts.length === 0 ? (
        <NothingYet>
          {by === 'posted_hour' ? (
            <Trans>Only a creator's own data download tells the hour. None of the imported files does.</Trans>
          ) : (
            <Trans>
              It appears with affiliate orders of videos and a file that tells when they were posted.
            </Trans>
          )}
        </NothingYet>
      ) : (
        <Chart
          drawing={drawing}
          readings={readings}
          summary={`${finding}. ${readings.join('. ')}`}
          heightPx={220}
        />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>
          Sales of this time by when their video was posted. More videos on a day sell more: it says when what
          sells was posted, not that the time made it sell.
        </Trans>{' '}
        {by === 'posted_hour' && <Trans>Hours are those of the download, which are UTC.</Trans>}{' '}
        <Trans>Below {leastPartLines} order lines nothing is said.</Trans>
      </p>
    </ChartCard>
  )
}

/** When what sells was posted. */
export const PostedCard = (props: { place: SalesPlace; by: By }): ReactNode => {
  const { client, period } = props.place
  return (
    <SalesSlot request={{ clientId: client.clientId, period, metrics: partMetrics, by: props.by }}>
      {(measured) => <Drawn {...props} measured={measured} />}
    </SalesSlot>
  )
}
