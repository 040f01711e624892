import { setTimeout as pause } from 'node:timers/promises'
import { openCaller, type Caller } from '../../../bench/instance.ts'
import type { Chance } from '../chance.ts'
import type { House } from '../kill/house.ts'

/** What the server said yes to; the end of the run is held against it. */
export interface Acknowledged {
  /** View of each acknowledged report, by event. */
  readonly events: Map<string, { viewId: string; seq: number }>
  /** From sending to the answer, of the tries that were answered. */
  readonly tookMs: { readonly single: number[]; readonly batch: number[] }
  /** Reports that were sent again although they had been acknowledged. */
  repeated: number
  /** Tries that a kill or a full queue broke off. */
  brokenOff: number
  /** Answers that no client should ever get. */
  readonly surprises: string[]
}

export const nothingYet = (): Acknowledged => ({
  events: new Map(),
  tookMs: { single: [], batch: [] },
  ...{ repeated: 0, brokenOff: 0, surprises: [] },
})

export interface Sending {
  readonly house: House
  readonly chance: Chance
  readonly acknowledged: Acknowledged
  readonly postIds: readonly string[]
  readonly ending: AbortSignal
}

const mostTries = 2000
const mostSurprises = 20

interface Report {
  readonly eventId: string
  readonly viewId: string
  readonly seq: number
  readonly postId: string
}

/** Mostly new views; now and then a later report of one that was told of before. */
const nextReport = ({ chance, postIds }: Sending, told: Report[]): Report => {
  const before = told.length > 0 && chance.integer(10) === 0 ? chance.pick(told) : null
  const made: Report = {
    eventId: chance.uuid(),
    viewId: before?.viewId ?? chance.uuid(),
    seq: before === null ? 0 : before.seq + 1,
    postId: before?.postId ?? chance.pick(postIds),
  }
  if (before !== null) told.splice(told.indexOf(before), 1)
  told.push(made)
  if (told.length > 50) told.shift()
  return made
}

const eventOf = (report: Report, atMs: number) => {
  const at = new Date(atMs).toISOString()
  const watchedMs = 500 + 100 * Math.min(report.seq, 10)
  return {
    ...{ ...report, slotId: null, surface: 'feed', startedAt: at, clientTime: at, visibleMs: watchedMs },
    ...{ played: [[0, watchedMs]], durationMs: 10_000, soundOn: false },
  }
}

/** A connection to whichever server runs now. */
const openLine = (house: House, viewerId: string) => {
  let known: { address: string; caller: Caller } | null = null
  return {
    call: async (body: object) => {
      const address = await house.address()
      if (known?.address !== address) {
        known?.caller.close()
        known = { address, caller: openCaller(address, viewerId) }
      }
      // Time that no server was there is not time that one took.
      const beganMs = performance.now()
      const answer = await known.caller.call('POST', '/v1/facts/views', body)
      return { ...answer, tookMs: performance.now() - beganMs }
    },
    close: () => known?.caller.close(),
  }
}

/** Sends the same reports until there is an answer: what a well-made app does. */
const insist = async (
  sending: Sending,
  line: ReturnType<typeof openLine>,
  body: object,
): Promise<{ text: string; tookMs: number }> => {
  const { acknowledged } = sending
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await line.call(body).catch(() => null)
    if (answer?.status === 200) return answer
    acknowledged.brokenOff += 1
    if (answer !== null && answer.status !== 503 && acknowledged.surprises.length < mostSurprises) {
      acknowledged.surprises.push(`${answer.status}: ${answer.text}`)
    }
    await pause(50)
  }
  throw new Error('reports were never answered')
}

/**
 * Reports watching, so many reports at a time, until told to end. What was begun is brought to its end, so nothing is left
 * in doubt: every report that was made is acknowledged.
 */
export const sender = async (sending: Sending, kind: 'single' | 'batch', size: number): Promise<void> => {
  const { chance, acknowledged, ending, house } = sending
  const line = openLine(house, chance.uuid())
  const told: Report[] = []
  try {
    while (!ending.aborted) {
      const reports = Array.from({ length: size }, () => nextReport(sending, told))
      const times = chance.integer(20) === 0 ? 2 : 1
      for (let time = 0; time < times; time += 1) {
        const nowMs = Date.now()
        const events = reports.map((report) => eventOf(report, nowMs))
        const body = { sentAt: new Date(nowMs).toISOString(), timeZone: 'Europe/Berlin', events }
        const answer = await insist(sending, line, body)
        acknowledged.tookMs[kind].push(answer.tookMs)
        if (time > 0) acknowledged.repeated += size
        const { accepted, duplicates } = JSON.parse(answer.text) as { accepted: number; duplicates: number }
        if (accepted + duplicates !== size && acknowledged.surprises.length < mostSurprises) {
          acknowledged.surprises.push(`of ${size} reports some were refused: ${answer.text}`)
        }
        for (const { eventId, viewId, seq } of reports) acknowledged.events.set(eventId, { viewId, seq })
      }
    }
  } finally {
    line.close()
  }
}
