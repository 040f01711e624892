import type { HookAnalysis } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'
import { placeOf } from '../hook-advice.ts'

type Stretches = readonly { readonly fromMs: number; readonly toMs: number }[]

const hatched =
  'bg-[repeating-linear-gradient(135deg,var(--color-ink-soft)_0_2px,transparent_2px_8px)] border-[1.5px] border-ink-soft'
const looks = {
  black: 'bg-stage border-[1.5px] border-ink-soft',
  frozen: hatched,
  silent: 'bg-surface border-[1.5px] border-dashed border-ink-soft',
} as const

const Stretch = (props: { kind: keyof typeof looks; stretches: Stretches; hook: HookAnalysis }): ReactNode =>
  props.stretches.map(({ fromMs, toMs }) => (
    <span
      key={fromMs}
      className={classes('absolute inset-y-0 rounded-sm', looks[props.kind])}
      style={{
        left: `${placeOf(fromMs, props.hook)}%`,
        width: `${placeOf(toMs, props.hook) - placeOf(fromMs, props.hook)}%`,
      }}
    />
  ))

const Sample = (props: { className: string; children: ReactNode }): ReactNode => (
  <li className="flex items-center gap-2">
    <span className={classes('inline-block h-3.5 w-6 rounded-sm', props.className)} aria-hidden="true" />
    {props.children}
  </li>
)

const useStripText = (hook: HookAnalysis): string => {
  const { t, i18n } = useLingui()
  const seconds = (ms: number): string =>
    new Intl.NumberFormat(i18n.locale, {
      style: 'unit',
      unit: 'second',
      unitDisplay: 'narrow',
      maximumFractionDigits: 1,
    }).format(ms / 1000)
  const spans = (stretches: Stretches): string =>
    stretches.map(({ fromMs, toMs }) => `${seconds(fromMs)} – ${seconds(toMs)}`).join(', ')
  const [black, frozen, silent] = [hook.black, hook.frozen, hook.silent].map(spans)
  const cuts = hook.sceneCutsMs.map(seconds).join(', ')
  return [
    cuts === '' ? t`No cut.` : t`Cuts at ${cuts}.`,
    black === '' ? null : t`Black: ${black}.`,
    frozen === '' ? null : t`Still: ${frozen}.`,
    silent === '' ? null : t`Silent: ${silent}.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ')
}

/** The first seconds as a strip: the picture with its cuts above, the sound below. */
export const HookStrip = ({ hook }: { hook: HookAnalysis }): ReactNode => {
  const text = useStripText(hook)
  const ticks = Array.from({ length: Math.floor(hook.analysedMs / 1000) + 1 }, (_, second) => second)
  return (
    <figure>
      {/* Time runs from left to right in every language, as in the curve below. */}
      <div
        role="img"
        aria-label={text}
        dir="ltr"
        className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-2"
      >
        <span className="text-xs font-semibold text-ink-soft">
          <Trans>Picture</Trans>
        </span>
        <div className="relative h-16 rounded-sm bg-limelight/35">
          <Stretch kind="frozen" stretches={hook.frozen} hook={hook} />
          <Stretch kind="black" stretches={hook.black} hook={hook} />
          {hook.sceneCutsMs.map((ms) => (
            <span
              key={ms}
              className="absolute -inset-y-1 w-[3px] -translate-x-1/2 rounded-full bg-curtain"
              style={{ left: `${placeOf(ms, hook)}%` }}
            />
          ))}
        </div>
        <span className="text-xs font-semibold text-ink-soft">
          <Trans>Sound</Trans>
        </span>
        <div className="relative h-8 rounded-sm bg-bottle/30">
          <Stretch kind="silent" stretches={hook.silent} hook={hook} />
        </div>
        <span />
        <div className="relative h-5 text-xs text-ink-soft tabular-nums">
          {ticks.map((second) => (
            <span
              key={second}
              className={classes('absolute whitespace-nowrap', second > 0 && '-translate-x-full')}
              style={{ left: `${placeOf(second * 1000, hook)}%` }}
            >
              {second} s
            </span>
          ))}
        </div>
      </div>
      <figcaption>
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-xs text-ink-soft">
          <Sample className="bg-limelight/35">
            <Trans>moving picture</Trans>
          </Sample>
          <Sample className="bg-bottle/30">
            <Trans>sound</Trans>
          </Sample>
          {hook.sceneCutsMs.length > 0 && (
            <Sample className="w-[3px]! bg-curtain">
              <Trans>cut</Trans>
            </Sample>
          )}
          {hook.black.length > 0 && (
            <Sample className={looks.black}>
              <Trans>black</Trans>
            </Sample>
          )}
          {hook.frozen.length > 0 && (
            <Sample className={looks.frozen}>
              <Trans>still</Trans>
            </Sample>
          )}
          {hook.silent.length > 0 && (
            <Sample className={looks.silent}>
              <Trans>silent</Trans>
            </Sample>
          )}
        </ul>
        {/* In words for everybody, too: a drawing of three seconds says little by itself. */}
        <p className="mt-3 text-sm">{text}</p>
      </figcaption>
    </figure>
  )
}
