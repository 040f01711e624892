/** What goes out of a combo in one second: so many of the gift, under a key that never changes. */
export interface Tick {
  readonly comboId: string
  /** 0, 1, 2, … within the combo. */
  readonly tick: number
  readonly count: number
}

/** What a person sees of the gifts on their way. */
export interface ComboState {
  /** Gifts that were tapped in this combo. */
  readonly tapped: number
  /** Gifts that the server has taken. */
  readonly taken: number
  readonly phase: 'still' | 'sending' | 'waiting_for_network'
  /** Why the rest was given up. */
  readonly error: unknown
}

interface ComboParts {
  /** Sends one tick. The same tick sent twice counts once, whatever became of the first answer. */
  readonly send: (tick: Tick) => Promise<void>
  /** Only what may still succeed is sent again: after a lost line, or to a server that is busy. */
  readonly mayRetry: (error: unknown) => boolean
  readonly changed: (state: ComboState) => void
  readonly nowMs: () => number
  readonly uuid: () => string
  /** Calls back after so many ms; gives back how to forget it. */
  readonly after: (ms: number, work: () => void) => () => void
}

export interface Combo {
  /** Adds so many of the gift. */
  tap(count: number): void
  dispose(): void
}

export const tickMs = 1000
/** A finger that trembles means one gift. */
const trembleMs = 120
/** The first gift of a combo is a decision; the second needs a finger that came again on purpose. */
const decisionMs = 400
/** After so long without a tap the next one begins another combo. */
const restMs = 3000
const firstRetryMs = 500
const longestRetryMs = 8000
/** About two minutes without a line. */
const mostAttempts = 18
/** As many as the server takes in one tick. */
const mostInTick = 100

const still: ComboState = { tapped: 0, taken: 0, phase: 'still', error: null }

/**
 * Counts taps into ticks of a second and sends one after the other. A tick is sent again until the server has answered,
 * always under its own key, so that nothing is lost and nothing is paid twice. A refusal ends the combo.
 */
export const createCombo = (parts: ComboParts): Combo => {
  const line: Tick[] = []
  const open = { comboId: '', tick: 0, count: 0, taps: 0, lastTapMs: -Infinity }
  const now = { state: still, isSending: false, isOver: false }
  const forget = { tick: () => {} }

  const show = (change: Partial<ComboState>): void => {
    now.state = { ...now.state, ...change }
    if (!now.isOver) parts.changed(now.state)
  }
  const giveUp = (error: unknown): void => {
    line.length = 0
    forget.tick()
    Object.assign(open, { comboId: '', tick: 0, count: 0, taps: 0 })
    show({ error, phase: 'still', tapped: now.state.taken })
  }
  const sendNext = async (attempt = 1): Promise<void> => {
    const [next] = line
    if (now.isSending || next === undefined) return
    now.isSending = true
    try {
      await parts.send(next)
      line.shift()
      now.isSending = false
      show({ taken: now.state.taken + next.count, phase: line.length > 0 ? 'sending' : 'still' })
      void sendNext()
    } catch (error) {
      now.isSending = false
      if (!parts.mayRetry(error) || attempt >= mostAttempts) return giveUp(error)
      show({ phase: 'waiting_for_network' })
      parts.after(
        Math.min(firstRetryMs * 2 ** (attempt - 1), longestRetryMs),
        () => void sendNext(attempt + 1),
      )
    }
  }
  const close = (): void => {
    forget.tick()
    if (open.count === 0) return
    line.push({ comboId: open.comboId, tick: open.tick, count: open.count })
    open.tick += 1
    open.count = 0
    if (now.state.phase === 'still') show({ phase: 'sending' })
    void sendNext()
  }
  const begin = (): void => {
    Object.assign(open, { comboId: parts.uuid(), tick: 0, count: 0, taps: 0 })
    now.state = still
  }
  return {
    tap: (count) => {
      const sinceMs = parts.nowMs() - open.lastTapMs
      if (sinceMs < (open.taps === 1 ? decisionMs : trembleMs) || open.count + count > mostInTick) return
      if (open.comboId === '' || (sinceMs > restMs && line.length === 0)) begin()
      open.lastTapMs = parts.nowMs()
      const isFirstOfTick = open.count === 0
      open.count += count
      open.taps += 1
      show({ tapped: now.state.tapped + count, error: null })
      // The first gift goes at once; from then on a second of taps goes together.
      if (open.taps === 1) close()
      else if (isFirstOfTick) forget.tick = parts.after(tickMs, close)
    },
    dispose: () => {
      // What was tapped is still sent; only nobody looks any more.
      close()
      now.isOver = true
    },
  }
}
