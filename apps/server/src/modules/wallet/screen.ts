import type { PersonId } from '@busker/contract'
import type { Tx } from '#platform/postgres'
import type { WalletDeps } from './deps.ts'
import { hold } from './hold.ts'
import { cycleThrough, giftGraph } from './rules/cycles.ts'
import { reasonsOf } from './rules/suspicion.ts'
import {
  countedBetween,
  findPairs,
  insertFlags,
  listEdges,
  lockScreened,
  mostEdges,
  pairsBetween,
  setScreened,
  type FlagRow,
} from './store/screen.ts'
import { findSends } from './store/sends.ts'

const dayMs = 86_400_000
const lookedAtMs = 30 * dayMs
/** Gifts of a transaction that was still open at the last search are seen by the next one. */
const overlapMs = 60_000
const mostPairs = 50_000

interface Suspect {
  readonly payerId: string
  readonly creatorId: string
  readonly reasons: FlagRow['reasons']
  readonly cycle: readonly string[]
}

type Pair = Awaited<ReturnType<typeof pairsBetween>>[number]

/** Each step of a cycle is suspect, also those that were given before it closed. */
const cyclesOf = async (
  deps: WalletDeps,
  tx: Tx,
  { pairs, since }: { pairs: readonly Pair[]; since: Date },
): Promise<Suspect[]> => {
  const edges = await listEdges(tx, since)
  if (edges.length > mostEdges) deps.log.warn('wallet.screen_too_large', { edges: edges.length })
  const graph = giftGraph(edges)
  return pairs.flatMap(({ payerId, creatorId }) => {
    const cycle = cycleThrough(graph, payerId, creatorId)
    return (cycle ?? []).map((from, at): Suspect => {
      const to = cycle?.[(at + 1) % cycle.length] ?? from
      return { payerId: from, creatorId: to, reasons: ['cycle'], cycle: cycle ?? [] }
    })
  })
}

const sharedDevices = async (
  tx: Tx,
  { pairs, since }: { pairs: readonly Pair[]; since: Date },
): Promise<Suspect[]> =>
  (await findPairs(tx, pairs, since)).flatMap((pair) => {
    const reasons = reasonsOf(pair)
    return reasons.length === 0
      ? []
      : [{ payerId: pair.payerId, creatorId: pair.creatorId, reasons, cycle: [] }]
  })

const flag = async (
  deps: WalletDeps,
  tx: Tx,
  { suspect, since }: { suspect: Suspect; since: Date },
): Promise<number> => {
  const found = await countedBetween(tx, suspect, since)
  if (found.length === 0) return 0
  const sends = await findSends(
    tx,
    found.map(({ sendId }) => sendId),
  )
  await insertFlags(
    tx,
    sends.map(({ sendId }) => ({
      ...{ flagId: deps.ids.uuid(), sendId, reasons: suspect.reasons, state: 'open', at: deps.clock.now() },
      // Checked boundary: the graph knows people as text.
      ...{ cycle: suspect.cycle as readonly PersonId[], decidedAt: null, decidedBy: null },
    })),
  )
  await hold(deps, tx, sends)
  return sends.length
}

/**
 * Looks at what was given since the last time for money that comes back to who gave it. What it finds is held, not
 * dropped: an operator looks at it. Gifts wait for days before they are paid out, so looking once
 * a minute is early enough, and sending waits for nothing. Returns how many gifts were held.
 */
export const screen = (deps: WalletDeps): Promise<number> =>
  deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const since = new Date(now.getTime() - lookedAtMs)
    const until = await lockScreened(tx)
    const from = until === null ? since : new Date(until.getTime() - overlapMs)
    const pairs = await pairsBetween(tx, { from, to: now, limit: mostPairs })
    await setScreened(tx, now)
    if (pairs.length === 0) return 0
    const asked = { pairs, since }
    const suspects = [...(await cyclesOf(deps, tx, asked)), ...(await sharedDevices(tx, asked))]
    let held = 0
    for (const suspect of suspects) held += await flag(deps, tx, { suspect, since })
    return held
  })
