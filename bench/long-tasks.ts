import type { Browser, Page } from 'playwright-core'

/** A task of the page's main thread in which it could answer nobody for more than fifty milliseconds. */
export interface LongTask {
  /** By the clock of the trace. */
  readonly startMs: number
  /** As it went by on the wall, and what of it the thread really ran: the rest was lost to other programs. */
  readonly wallMs: number
  readonly ranMs: number
  /** What it did, by the time of each without what it called, the longest first. */
  readonly parts: readonly { readonly what: string; readonly ms: number }[]
}

export const longTaskMs = 50
const partsTold = 6
const smallestPartMs = 2
const mark = 'busker-swipe'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: {
    readonly name?: string
    readonly data?: {
      readonly functionName?: string
      readonly url?: string
      readonly type?: string
      readonly lineNumber?: number
      readonly columnNumber?: number
    }
  }
}

const categories = ['toplevel', 'devtools.timeline', 'blink.user_timing', 'v8', '__metadata']

/** The browser writes down what its threads do until `stopTrace`. */
export const startTrace = (browser: Browser, page: Page): Promise<void> =>
  browser.startTracing(page, { categories })

/** Marks the beginning of a swipe in the trace. */
export const markSwipe = (page: Page): Promise<unknown> =>
  page.evaluate((name) => performance.mark(name), mark)

const endOf = ({ ts, dur = 0 }: TraceEvent): number => ts + dur
const nameOf = ({ name, args }: TraceEvent): string => {
  const { functionName = '', url = '', type = '', lineNumber = 0, columnNumber = 0 } = args?.data ?? {}
  const file = url.split('/').at(-1) ?? ''
  return [name, type, functionName, file === '' ? '' : `${file}:${lineNumber}:${columnNumber}`]
    .filter((word) => word !== '')
    .join(' ')
}

/** What lay in a task, each without what lay in it in turn. */
const partsOf = (task: TraceEvent, inside: readonly TraceEvent[]): LongTask['parts'] => {
  const own = new Map<TraceEvent, number>()
  const open: TraceEvent[] = []
  for (const event of inside) {
    while (open.length > 0 && endOf(open.at(-1) ?? task) <= event.ts) open.pop()
    const parent = open.at(-1)
    const ms = (event.dur ?? 0) / 1000
    if (parent) own.set(parent, (own.get(parent) ?? 0) - ms)
    own.set(event, ms)
    open.push(event)
  }
  const byName = new Map<string, number>()
  for (const [event, ms] of own) byName.set(nameOf(event), (byName.get(nameOf(event)) ?? 0) + ms)
  return [...byName]
    .filter(([, ms]) => ms >= smallestPartMs)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, partsTold)
    .map(([what, ms]) => ({ what, ms: Math.round(ms) }))
}

const isTask = ({ name }: TraceEvent): boolean => name.endsWith('RunTask')

/** The long tasks of the thread that drew the marked page, and when the swipes began. */
export const readTrace = (text: string): { tasks: LongTask[]; swipesMs: number[] } => {
  // Chromium's trace format.
  const { traceEvents } = JSON.parse(text) as { traceEvents: TraceEvent[] }
  const marks = traceEvents.filter(({ name }) => name === mark)
  const [first] = marks
  if (!first) return { tasks: [], swipesMs: [] }
  const thread = traceEvents
    .filter(({ pid, tid, ph }) => pid === first.pid && tid === first.tid && ph === 'X')
    .toSorted((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))
  const tasks = thread
    .filter((event) => isTask(event) && (event.dur ?? 0) >= longTaskMs * 1000)
    .map((task) => ({
      startMs: task.ts / 1000,
      wallMs: Math.round((task.dur ?? 0) / 1000),
      ranMs: Math.round((task.tdur ?? task.dur ?? 0) / 1000),
      parts: partsOf(
        task,
        thread.filter((event) => !isTask(event) && event.ts >= task.ts && endOf(event) <= endOf(task)),
      ),
    }))
  return { tasks, swipesMs: marks.map(({ ts }) => ts / 1000) }
}
