import type { ReportContent } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'
import { useTexts } from '../board/texts.ts'
import { stepWords } from '../board/words.ts'
import { NoteMark, type Notes } from './notes.tsx'

type Step = ReportContent['waterfall'][number]

const toneOf = ({ step, amountMicro }: Step): string => {
  if (step !== 'gmv' && step !== 'contribution') return 'bg-limelight-deep'
  return amountMicro < 0 ? 'bg-alert' : 'bg-bottle'
}

/** From GMV to contribution as bars that hang one below the other; without a script that draws, so that it also prints. */
export const ReportWaterfall = ({ content, notes }: { content: ReportContent; notes: Notes }): ReactNode => {
  const { i18n } = useLingui()
  const texts = useTexts(content.client.currency)
  const { waterfall, guards } = content
  const ends = waterfall.flatMap(({ fromMicro, toMicro }) => [fromMicro, toMicro])
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const percent = (micro: number): number => (100 * micro) / (high - low)
  const [settled, goodsKnown] = [texts.share(guards.settled), texts.share(guards.goodsKnown)]
  return (
    <>
      <ul className="grid gap-2">
        {waterfall.map((one) => {
          const start = Math.min(one.fromMicro, one.toMicro)
          const isWhole = one.step === 'gmv' || one.step === 'contribution'
          return (
            <li
              key={one.step}
              className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 text-sm sm:grid-cols-[9rem_1fr_7rem]"
            >
              <span className={classes(isWhole && 'font-bold')}>
                {i18n._(stepWords[one.step])} <NoteMark notes={notes} metricId={one.metricId} />
              </span>
              <span
                className={classes(
                  'text-end whitespace-nowrap tabular-nums sm:order-last',
                  isWhole && 'font-bold',
                )}
              >
                {texts.money(one.amountMicro)}
              </span>
              <span
                className="col-span-2 h-4 rounded-sm bg-raised print:h-2 sm:col-span-1"
                aria-hidden="true"
              >
                <span
                  className={classes('block h-full min-w-px rounded-sm print:border', toneOf(one))}
                  style={{
                    marginInlineStart: `${percent(start - low)}%`,
                    width: `${percent(Math.abs(one.amountMicro))}%`,
                  }}
                />
              </span>
            </li>
          )
        })}
      </ul>
      <p className="mt-4 text-xs text-ink-soft">
        <Trans>
          Settled: {settled} of what was sold; fees of the rest are not known yet. Lines with a cost of goods:{' '}
          {goodsKnown}; the others look like profit.
        </Trans>
      </p>
    </>
  )
}
