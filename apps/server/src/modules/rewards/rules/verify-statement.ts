import { sha256OfLines } from '#platform/digest'
import {
  amountFaults,
  claimed,
  daysOf,
  factorFaults,
  payOf,
  poolFaults,
  poolOf,
  totalFaults,
  verdictFaults,
  type Pay,
} from './recompute.ts'
import {
  hashedLine,
  readStatement,
  sharedKinds,
  type Fault,
  type ReadLine,
  type StatementProof,
} from './statement-lines.ts'
import { rootOf, topOf, type SumNode } from './sum-tree.ts'
import { tellStatement, type ToldStatement } from './told-statement.ts'

/** What is verified, in this order. */
export const checkIds = [
  ...(['form', 'lines', 'verdicts', 'factors', 'caps', 'pool', 'amounts', 'total', 'tree', 'root'] as const),
]
export type CheckId = (typeof checkIds)[number]

/** One step of a verification. */
export interface StatementCheck {
  readonly id: CheckId
  readonly ok: boolean
  readonly detail: string
}

/** Whether a statement is right, for whom and how much, and where it first is not. */
export interface Verification {
  readonly ok: boolean
  readonly creatorId: string | null
  readonly amountMicro: bigint | null
  readonly root: string | null
  readonly checks: readonly StatementCheck[]
  readonly firstFault?: Fault & { readonly check: CheckId }
}

interface Outcome {
  readonly id: CheckId
  readonly faults: readonly Fault[]
  readonly detail: string
}

const verificationOf = (outcomes: readonly Outcome[], told: ToldStatement | null, root: string | null) => {
  const checks = outcomes.map(({ id, faults, detail }): StatementCheck => {
    const [first] = faults
    if (first === undefined) return { id, ok: true, detail }
    const where = first.line === null ? '' : `Line ${first.line}: `
    const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : ''
    return { id, ok: false, detail: `${where}${first.detail}${more}` }
  })
  const firstFault = outcomes.flatMap(({ id, faults }) => faults.map((one) => ({ ...one, check: id })))[0]
  const verification: Verification = {
    ok: firstFault === undefined,
    creatorId: told?.creator.creatorId ?? null,
    ...{ amountMicro: told === null ? null : BigInt(told.total.amountMicro), root, checks },
  }
  return firstFault === undefined ? verification : { ...verification, firstFault }
}

const unread = (fault: Fault): Verification =>
  verificationOf([{ id: 'form', faults: [fault], detail: '' }], null, null)

const changedLines = (lines: readonly ReadLine[]): Fault[] =>
  lines
    .filter(({ isIntact }) => !isIntact)
    .map(({ number }) => ({ line: number, detail: 'This line was changed: its check digits do not fit.' }))

interface Committed {
  readonly root: string
  readonly top: SumNode
}

/** The root that lines and path make, if nothing was changed. */
const committed = (lines: readonly ReadLine[], told: ToldStatement, { pay, proof }: Proven): Committed => {
  const linesDigest = sha256OfLines(lines.map(({ line }) => hashedLine(line)))
  const shared = lines.filter(({ line }) => sharedKinds.has(line.kind))
  const leaf = { creatorKey: pay.creatorKey, views: told.total.views, linesDigest }
  const path = proof.path.map((sibling) => ({ ...sibling, amountMicro: BigInt(sibling.amountMicro) }))
  const top = topOf({ ...leaf, amountMicro: BigInt(told.total.amountMicro) }, path)
  return { top, root: rootOf(top, sha256OfLines(shared.map(({ line }) => hashedLine(line)))) }
}

interface Proven {
  readonly pay: Pay
  readonly proof: StatementProof
}

const treeFaults = ({ pool }: ToldStatement, { root, top }: Committed, proof: StatementProof): Fault[] => {
  const faults: Fault[] = []
  const paid = BigInt(pool.proRataMicro) + BigInt(pool.directedMicro)
  if (root !== proof.root)
    faults.push({ line: null, detail: 'Lines and path do not make the root of the file.' })
  if (top.amountMicro !== paid)
    faults.push({ line: pool.number, detail: `All creators together are paid ${top.amountMicro}.` })
  if (top.views !== pool.views)
    faults.push({ line: pool.number, detail: `All creators together have ${top.views} qualified views.` })
  return faults
}

const rootFaults = (asked: string | undefined, { root }: Committed): Fault[] =>
  asked === undefined || asked.toLowerCase() === root
    ? []
    : [
        {
          line: null,
          detail: `The statement belongs to the root ${root}, not to the one that was published.`,
        },
      ]

/**
 * Recomputes a statement offline, from its facts to the amount and the root, without trusting any number that can be
 * computed. Only its own lines are needed; with `root`, the published one, nobody can have been told anything else.
 *
 * @example verifyStatement(text).ok
 */
export const verifyStatement = (text: string, published: { readonly root?: string } = {}): Verification => {
  const read = readStatement(text)
  if ('fault' in read) return unread(read.fault)
  const told = tellStatement(read.lines)
  if ('detail' in told) return unread(told)
  const parts = poolOf(told)
  if ('detail' in parts) return unread(parts)
  const days = daysOf(told)
  const { claims, faults } = claimed(told, days, parts)
  const pay = payOf(told, claims)
  const made = committed(read.lines, told, { pay, proof: read.proof })
  const { views, total, pool } = told
  const outcomes: Outcome[] = [
    { id: 'form', faults: [], detail: `${read.lines.length} lines, each written in the one way.` },
    { id: 'lines', faults: changedLines(read.lines), detail: 'Every line has its check digits.' },
    { id: 'verdicts', faults: [...verdictFaults(told)], detail: `${views.length} views judged again.` },
    { id: 'factors', faults: [...factorFaults(told, days)], detail: `${days.size} days weighed again.` },
    { id: 'caps', faults, detail: `${told.viewers.size} viewers under their cap.` },
    { id: 'pool', faults: [...poolFaults(told, parts)], detail: 'The parts of the pool sum to it.' },
    { id: 'amounts', faults: [...amountFaults(told, pay)], detail: 'Each day is paid by the terms.' },
    { id: 'total', faults: [...totalFaults(told, pay)], detail: `The days sum to ${total.amountMicro}.` },
    {
      ...{ id: 'tree', faults: treeFaults(told, made, read.proof) },
      detail: `One of ${pool.creators} creators, together ${made.top.amountMicro}.`,
    },
  ]
  const root: Outcome = {
    ...{ id: 'root', faults: rootFaults(published.root, made) },
    detail: published.root === undefined ? `Compare it with the published one: ${made.root}.` : made.root,
  }
  return verificationOf([...outcomes, root], told, made.root)
}
