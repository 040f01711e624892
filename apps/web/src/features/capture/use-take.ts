import { useCallback, useEffect, useRef, useState } from 'react'
import { revokeSoon } from '#shared/ui'
import type { Recorder } from './recorder.ts'
import { startRecorder } from './recorder.ts'
import type { RecordLimits } from './rules.ts'

/** Where a take is: from the empty stage to the file that can be looked at. */
export type Take =
  | { readonly state: 'idle' }
  | { readonly state: 'counting'; readonly secondsLeft: number }
  | { readonly state: 'recording' | 'paused'; readonly elapsedMs: number }
  | { readonly state: 'reviewing'; readonly file: File; readonly url: string }
  | { readonly state: 'failed' }

export interface TakeControls {
  readonly take: Take
  start(options: { stream: MediaStream; limits: RecordLimits; countdownSeconds: number }): void
  pauseOrResume(): void
  stop(): void
  /** Throws the take away. */
  retake(): void
}

const lookMs = 100

/** Runs one take after the other. */
export const useTake = (): TakeControls => {
  const [take, setTake] = useState<Take>({ state: 'idle' })
  const recorder = useRef<Recorder | null>(null)
  const countdown = useRef(0)

  const clear = useCallback((): void => {
    window.clearInterval(countdown.current)
    recorder.current?.discard()
    recorder.current = null
  }, [])
  useEffect(() => clear, [clear])

  const reviewed = take.state === 'reviewing' ? take.url : null
  useEffect(() => (reviewed === null ? undefined : () => revokeSoon(reviewed)), [reviewed])

  const isRunning = take.state === 'recording'
  useEffect(() => {
    if (!isRunning) return
    const timer = window.setInterval(() => {
      const elapsedMs = recorder.current?.elapsedMs ?? 0
      setTake((now) => (now.state === 'recording' ? { ...now, elapsedMs } : now))
    }, lookMs)
    return () => window.clearInterval(timer)
  }, [isRunning])

  const record = (stream: MediaStream, limits: RecordLimits): void => {
    recorder.current = startRecorder(stream, limits, {
      onEnd: (file) => {
        const url = URL.createObjectURL(file)
        setTake({ state: 'reviewing', file, url })
      },
      onFailed: () => setTake({ state: 'failed' }),
    })
    setTake({ state: 'recording', elapsedMs: 0 })
  }
  return {
    take,
    start: ({ stream, limits, countdownSeconds }) => {
      clear()
      if (countdownSeconds === 0) return record(stream, limits)
      let secondsLeft = countdownSeconds
      setTake({ state: 'counting', secondsLeft })
      countdown.current = window.setInterval(() => {
        secondsLeft -= 1
        if (secondsLeft > 0) return setTake({ state: 'counting', secondsLeft })
        window.clearInterval(countdown.current)
        record(stream, limits)
      }, 1000)
    },
    pauseOrResume: () => {
      const running = recorder.current
      if (!running) return
      if (running.paused) running.resume()
      else running.pause()
      setTake({ state: running.paused ? 'paused' : 'recording', elapsedMs: running.elapsedMs })
    },
    stop: () => recorder.current?.stop(),
    retake: () => {
      clear()
      setTake({ state: 'idle' })
    },
  }
}
