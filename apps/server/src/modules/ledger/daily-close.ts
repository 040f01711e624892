import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Database, Tx } from '#platform/postgres'
import { type CloseKey, isSignedBy, openCloseKey } from './close-key.ts'
import { canonical } from './rules/request.ts'
import { findLanes } from './store/chains.ts'
import { type CloseRow, expireHolds, findCloses, findTrialBalance, insertClose } from './store/closes.ts'
import { beginReading } from './store/invariants.ts'
import type { Check } from './views.ts'

export interface CloseDeps {
  readonly db: Database
  readonly clock: Clock
  /** Where the key is. Without it nothing is closed. */
  readonly keyFolder: string | null
}

const statementShape = z.object({
  day: z.iso.date(),
  heads: z.array(z.object({ lane: z.int(), no: z.string(), txns: z.string(), head: z.string() })),
  trial: z.array(
    z.object({ kind: z.string(), currency: z.string(), debits: z.string(), credits: z.string() }),
  ),
})
type Statement = z.infer<typeof statementShape>

const dayMs = 86_400_000

/** The last whole day (UTC). */
const dueDay = (nowMs: number): string => new Date(nowMs - dayMs).toISOString().slice(0, 10)

const stand = async (tx: Tx, day: string): Promise<Statement> => {
  const lanes = (await findLanes(tx)).filter(({ txns }) => txns > 0n)
  const heads = lanes.map(({ lane, lastNo, txns, head }) => {
    return { lane, no: String(lastNo), txns: String(txns), head }
  })
  return { day, heads, trial: await findTrialBalance(tx, heads) }
}

/**
 * Closes the last whole day, once: where each lane stands, and the trial balance, signed. Days on which nothing ran have no
 * close of their own; the next one speaks for them. Null: it was closed before.
 */
export const closeDay = async (deps: CloseDeps): Promise<CloseRow | null> => {
  const { db, clock, keyFolder } = deps
  if (keyFolder === null) return null
  const day = dueDay(clock.nowMs())
  const before = await findCloses(db.pool)
  if (before.some((close) => close.day === day)) return null
  const key = await openCloseKey(keyFolder, clock.now())
  const told = await db.transaction(async (tx) => {
    await beginReading(tx)
    return stand(tx, day)
  })
  const statement = canonical(told)
  const close = {
    ...{ day, closedAt: clock.now(), statement },
    ...{ publicKey: key.publicKey, signature: key.sign(statement) },
  }
  return (await db.transaction((tx) => insertClose(tx, close))) ? close : null
}

/** What is due every hour: holds that nobody looks at, and the day before. */
export const keepBooks = async (deps: CloseDeps): Promise<void> => {
  await deps.db.transaction((tx) => expireHolds(tx, deps.clock.now()))
  await closeDay(deps)
}

const placeOf = ({ lane, no }: { lane: number; no: string }): string => `${lane} ${no}`

/** Places of the chains that a close names, so that one reading of the chains answers for all of them. */
export const placesOf = (closes: readonly CloseRow[]): Set<string> =>
  new Set(
    closes.flatMap(({ statement }) => {
      const told = statementShape.safeParse(parseJson(statement))
      return told.success ? told.data.heads.map(placeOf) : []
    }),
  )

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What is wrong with one close; null when nothing is. A key that is younger than it may be another one. */
const faultOf = (
  close: CloseRow,
  given: { hashes: ReadonlyMap<string, string>; key: CloseKey | null },
): string | null => {
  const told = statementShape.safeParse(parseJson(close.statement))
  if (!told.success || told.data.day !== close.day) return 'it cannot be read'
  if (!isSignedBy(close.statement, close)) return 'its signature is not of what it says'
  const { key, hashes } = given
  if (key !== null && key.publicKey !== close.publicKey && close.closedAt >= key.madeAt)
    return 'it was signed by another key'
  const moved = told.data.heads.find((head) => hashes.get(placeOf(head)) !== head.head)
  return moved === undefined ? null : `lane ${moved.lane} was another one then`
}

/** Whether the chains still hold what was signed, and the latest trial balance is what the entries say. */
export const checkCloses = async (
  tx: Tx,
  closes: readonly CloseRow[],
  given: { hashes: ReadonlyMap<string, string>; deps: CloseDeps },
): Promise<Check> => {
  const { keyFolder, clock } = given.deps
  const key = keyFolder === null || closes.length === 0 ? null : await openCloseKey(keyFolder, clock.now())
  const faults = closes.flatMap((close) => {
    const fault = faultOf(close, { hashes: given.hashes, key })
    return fault === null ? [] : [`the close of ${close.day}: ${fault}`]
  })
  const last = closes.at(-1)
  const told = last === undefined ? null : statementShape.safeParse(parseJson(last.statement))
  if (last !== undefined && told?.success === true) {
    const { heads, trial } = told.data
    if (canonical(await findTrialBalance(tx, heads)) !== canonical(trial))
      faults.push(`the close of ${last.day}: its trial balance is not that of the entries`)
  }
  return { id: 'closes', ok: faults.length === 0, detail: faults[0] ?? `${closes.length} signed days` }
}
