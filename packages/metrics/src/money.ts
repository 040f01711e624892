import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/**
 * What one transfer of the ledger moved, for each creator that it concerns. Written by module `ledger` out of its postings,
 * after the commit and in their order. Amounts are parts: 10⁻⁴ of the smallest unit of the currency of the house, so that
 * a number of any currency is told in that unit.
 */
export const moneySource = /* @__PURE__ */ source({
  id: 'money',
  table: 'ledger_movement',
  entity: 'transfer and creator',
  columns: {
    txnId: { sql: 'txn_id', type: 'uuid' },
    /** Place among the rows of the transfer. */
    part: { sql: 'part', type: 'integer' },
    template: { sql: 'template', type: 'text' },
    /** gifts, fund, ads, deals, shop or payouts. */
    rail: { sql: 'rail', type: 'text' },
    payerId: { sql: 'payer_id', type: 'text' },
    creatorId: { sql: 'creator_id', type: 'text' },
    /** What changed hands: of gifts what was paid for their coins. */
    grossParts: { sql: 'gross_parts', type: 'integer' },
    /** What the house keeps: without tax, refunds and what creators receive. */
    platformParts: { sql: 'platform_parts', type: 'integer' },
    /** Fees of providers, the creator fund and payments that were lost. */
    costParts: { sql: 'cost_parts', type: 'integer' },
    /** What the creator earned; what is moved between pending, available and on its way counts for nothing. */
    creatorParts: { sql: 'creator_parts', type: 'integer' },
    /** What reached the creator's bank, less what came back. */
    paidParts: { sql: 'paid_parts', type: 'integer' },
    /** Of a payout that ended: from the request to now. */
    waitedMs: { sql: 'waited_ms', type: 'optional_integer' },
    occurredAt: { sql: 'occurred_at', type: 'time' },
    receivedAt: { sql: 'received_at', type: 'time' },
    /** Of the platform: UTC. */
    localDate: { sql: 'local_date', type: 'date' },
    /** Place in the order of commits. */
    position: { sql: 'position', type: 'integer' },
  },
  latest: { key: ['creatorId', 'txnId', 'part'], order: ['position'] },
  scope: { authorId: 'creatorId' },
  receivedAt: 'receivedAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One stored movement. */
export type MoneyFact = FactOf<typeof moneySource>
