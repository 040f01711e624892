import type { FeedSettings } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { dialSteps, dialWords, type DialName } from '../dial-words.ts'

const Dial = (props: { dial: DialName; value: number; onChange: (value: number) => void }): ReactNode => {
  const { i18n } = useLingui()
  const id = useId()
  const words = dialWords()[props.dial]
  const step = words.steps[dialSteps.findIndex((one) => one === props.value)]
  const meaning = step ? i18n._(step) : ''
  return (
    <div className="card p-5 sm:p-6">
      <label htmlFor={id} className="font-semibold">
        {i18n._(words.name)}
      </label>
      <p aria-hidden="true" className="mt-1 min-h-11 text-sm text-ink-soft sm:min-h-0">
        {meaning}
      </p>
      <input
        id={id}
        type="range"
        min={-2}
        max={2}
        step={1}
        value={props.value}
        aria-valuetext={meaning}
        onChange={(event) => props.onChange(event.currentTarget.valueAsNumber)}
        className="mt-1 h-11 w-full cursor-pointer"
      />
      <div aria-hidden="true" className="-mt-2 flex justify-between px-1.5">
        {dialSteps.map((one) => (
          <span
            key={one}
            className={one === props.value ? 'h-2 w-1 rounded-full bg-curtain' : 'h-2 w-px bg-ink-soft'}
          />
        ))}
      </div>
      <div aria-hidden="true" className="mt-1 flex justify-between text-xs font-semibold text-ink-soft">
        <span>{i18n._(words.low)}</span>
        <span>{i18n._(words.high)}</span>
      </div>
    </div>
  )
}

const names = ['exploration', 'freshness', 'length'] as const

/** The dials that say what of everything is wanted more. */
export const Dials = (props: {
  settings: FeedSettings
  onChange: (change: Partial<FeedSettings>) => void
}): ReactNode => (
  <div className="grid gap-4">
    {names.map((dial) => (
      <Dial
        key={dial}
        dial={dial}
        value={props.settings[dial]}
        onChange={(value) => props.onChange({ [dial]: value })}
      />
    ))}
  </div>
)
