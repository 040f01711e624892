import { Trans, useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { classes, Icon, IconButton } from '#shared/ui'
import type { EditedCue } from '../cues.ts'
import { readShortTime, shortTime } from '../cues.ts'
import type { CueEdit } from '../editing.ts'

/** A time that may be typed, nudged with the arrow keys, or taken from the video. */
const TimeField = (props: {
  label: string
  takeLabel: string
  ms: number
  onChange: (ms: number) => void
  onTake: () => void
  onKey: (event: KeyboardEvent) => void
}): ReactNode => {
  const { ms, onChange } = props
  const [typed, setTyped] = useState<string | null>(null)
  const nudgeMs = 100
  const onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowUp: nudgeMs, ArrowDown: -nudgeMs }
    const step = steps[event.key]
    if (step === undefined) return props.onKey(event)
    event.preventDefault()
    setTyped(null)
    onChange(Math.max(0, ms + step))
  }
  const value = typed ?? shortTime(ms)
  const isTime = readShortTime(value) !== null
  return (
    <span className="flex items-center">
      <span className="w-20 sm:w-24">
        <input
          aria-label={props.label}
          aria-invalid={isTime ? undefined : true}
          value={value}
          inputMode="decimal"
          dir="ltr"
          onChange={(event) => {
            setTyped(event.target.value)
            const read = readShortTime(event.target.value)
            if (read !== null) onChange(read)
          }}
          onBlur={() => setTyped(null)}
          onKeyDown={onKey}
          className="field px-1.5 text-center text-sm tabular-nums"
        />
      </span>
      <IconButton icon="clock" label={props.takeLabel} onClick={props.onTake} className="hover:bg-raised" />
    </span>
  )
}

const useGrowing = (text: string) => {
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + 3}px`
  }, [text])
  return area
}

interface CueRowProps {
  readonly cue: EditedCue
  readonly number: number
  readonly isLast: boolean
  /** The video stands in it. */
  readonly isShown: boolean
  readonly language: string
  readonly fault: string | null
  readonly edit: (edit: CueEdit) => void
  readonly onAdd: () => void
  readonly onSeek: () => void
  readonly videoMs: () => number
}

/** One caption: when, what, and what can be done with it. */
export const CueRow = (props: CueRowProps): ReactNode => {
  const { t } = useLingui()
  const { cue, number, fault, edit, videoMs } = props
  const { key, startMs, endMs, text } = cue
  const area = useGrowing(text)
  const faultId = useId()
  const change = (changed: Partial<Omit<EditedCue, 'key'>>): void =>
    edit({ type: 'change', key, change: changed })
  const split = (): void => edit({ type: 'split', key, at: area.current?.selectionStart ?? 0 })
  const onKey = (event: KeyboardEvent): void => {
    const actions: Record<string, () => void> = {
      KeyI: () => change({ startMs: videoMs() }),
      KeyO: () => change({ endMs: videoMs() }),
      KeyS: split,
      Enter: props.onAdd,
    }
    const action = event.altKey ? actions[event.code] : undefined
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <li
      className={classes(
        'card grid gap-2 p-3 sm:p-4',
        props.isShown && 'border-limelight',
        fault && 'border-alert',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1 sm:gap-x-2">
        <button
          type="button"
          onClick={props.onSeek}
          aria-label={t`Go to caption ${number}`}
          className={classes(
            'inline-flex min-h-11 min-w-11 items-center justify-center gap-1 rounded-full px-2 text-sm font-bold tabular-nums hover:bg-raised',
            props.isShown && 'bg-limelight text-on-limelight hover:bg-limelight-deep',
          )}
        >
          <Icon name="play" className="size-4" filled />
          {number}
        </button>
        <TimeField
          label={t`Begin of caption ${number}`}
          takeLabel={t`Begin where the video is`}
          ms={startMs}
          onChange={(ms) => change({ startMs: ms })}
          onTake={() => change({ startMs: videoMs() })}
          onKey={onKey}
        />
        <TimeField
          label={t`End of caption ${number}`}
          takeLabel={t`End where the video is`}
          ms={endMs}
          onChange={(ms) => change({ endMs: ms })}
          onTake={() => change({ endMs: videoMs() })}
          onKey={onKey}
        />
      </div>
      <textarea
        ref={area}
        aria-label={t`Words of caption ${number}`}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? faultId : undefined}
        value={text}
        dir="auto"
        lang={props.language}
        rows={1}
        maxLength={2000}
        placeholder={t`What is said here?`}
        onChange={(event) => change({ text: event.target.value })}
        onKeyDown={onKey}
        className="field resize-none text-sm"
      />
      {fault && (
        <p id={faultId} role="alert" className="text-xs font-semibold text-alert">
          {fault}
        </p>
      )}
      <div className="-mx-1 flex flex-wrap text-xs font-semibold text-ink-soft">
        <RowAction onClick={props.onAdd}>
          <Trans>New below</Trans>
        </RowAction>
        <RowAction onClick={split} disabled={text.trim().length < 2}>
          <Trans>Split</Trans>
        </RowAction>
        <RowAction onClick={() => edit({ type: 'merge', key })} disabled={props.isLast}>
          <Trans>Join with next</Trans>
        </RowAction>
        <RowAction onClick={() => edit({ type: 'remove', key })}>
          <Trans>Remove</Trans>
        </RowAction>
      </div>
    </li>
  )
}

const RowAction = (props: { onClick: () => void; disabled?: boolean; children: ReactNode }): ReactNode => (
  <button
    type="button"
    onClick={props.onClick}
    disabled={props.disabled ?? false}
    className="min-h-11 rounded-full px-3 hover:bg-raised hover:text-ink disabled:opacity-40"
  >
    {props.children}
  </button>
)
