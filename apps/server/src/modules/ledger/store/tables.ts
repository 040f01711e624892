/** The tables of the schema `ledger`; only this folder may name them. */
export interface LedgerTables {
  'ledger.account': { account_id: bigint; kind: string; currency: string; owner: string }
  'ledger.lot': {
    lot_id: string
    owner: string
    currency: string
    provider: string
    jurisdiction: string
    coins: bigint
    value_micro: bigint
    tax_micro: bigint
    coins_left: bigint
    value_left_micro: bigint
    state: string
    bought_at: Date
    seasoned_at: Date
  }
  'ledger.take': {
    lot_id: string
    txn_id: string
    creator: string
    currency: string
    coins: bigint
    value_micro: bigint
    payee_micro: bigint
    diamonds: bigint
    state: string
    matures_at: Date
  }
  'ledger.daily_close': {
    day: string
    closed_at: Date
    statement: string
    public_key: string
    signature: string
  }
}
