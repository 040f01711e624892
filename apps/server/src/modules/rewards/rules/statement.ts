import { assert } from '#platform/assert'
import { linesOfAccount } from './account-lines.ts'
import type { ClosedPeriod } from './closed-period.ts'
import { writeStatement, type StatementLine, type StatementProof } from './statement-lines.ts'
import { pathOf } from './sum-tree.ts'

/** What one creator is told of a closed period, and the file that proves it. */
export interface Statement {
  readonly creatorId: string
  readonly lines: readonly StatementLine[]
  readonly proof: StatementProof
}

/** The statement of one creator; the amounts of its days sum to what the ledger pays. */
export const statementOf = (creatorId: string, closed: ClosedPeriod): Statement => {
  const account = closed.accounts.get(creatorId)
  assert(account !== undefined, `the creator has an account in this period: ${creatorId}`)
  const path = pathOf(closed.tree, account.creatorKey).map(({ side, hash, views, amountMicro }) => ({
    ...{ side, hash, views, amountMicro: `${amountMicro}` },
  }))
  return { creatorId, lines: [...linesOfAccount(closed, account)], proof: { path, root: closed.root } }
}

/** The statement as a file that can be verified offline. */
export const statementText = ({ lines, proof }: Statement): string => writeStatement(lines, proof)
