import type { GiftId, PackId, PersonId, PostId, PurchaseId, PurchaseState } from '@busker/contract'
import type { Currency } from '@busker/money'
import type { ColumnType } from 'kysely'

/** Read as what it says, written as text. */
type Json = ColumnType<unknown, string, string>

interface Versioned {
  version: number
  currency: Currency
  on_sale: boolean
  starts_at: Date
  made_by: PersonId | null
  made_at: Date
}

/** The tables of the schema `wallet`; only this folder may name them. */
export interface WalletTables {
  'wallet.pack': Versioned & { pack_id: PackId; coins: bigint; bonus_coins: bigint; price_micro: bigint }
  'wallet.gift': Versioned & {
    gift_id: GiftId
    name: string
    label: string
    animation: string
    coins: bigint
    rate_numerator: bigint
    rate_denominator: bigint
    diamond_micro: bigint
  }
  'wallet.settings': { version: number; settings: Json; made_by: PersonId; made_at: Date }
  'wallet.audit': {
    audit_id: string
    at: Date
    by_id: PersonId
    what: 'pack' | 'gift' | 'settings' | 'flag'
    subject: string
    before: Json
    after: Json
  }
  'wallet.person': {
    person_id: PersonId
    day_limit_micro: bigint | null
    week_limit_micro: bigint | null
    month_limit_micro: bigint | null
    next_limits: Json
    open_disputes: number
    ever_disputed: boolean
    first_paid_at: Date | null
    minute: bigint
    minute_sends: number
    day: bigint
    day_sends: number
  }
  'wallet.purchase': {
    purchase_id: PurchaseId
    person_id: PersonId
    key: string
    pack_id: PackId
    pack_version: number
    coins: bigint
    currency: Currency
    price_micro: bigint
    tax_micro: bigint
    tax_basis_points: number
    jurisdiction: string
    refund_days: number
    return_path: string
    state: PurchaseState
    charge_id: string | null
    provider: string
    checkout_url: string | null
    code: string | null
    receipt_year: number | null
    receipt_no: number | null
    created_at: Date
    settled_at: Date | null
    lot_id: string
    refunds: number
    refunded_micro: bigint
    refunded_coins: bigint
    refunded_at: Date | null
    dispute_txn: string | null
  }
  'wallet.receipt_count': { year: number; last_no: number }
  'wallet.given': { person_id: PersonId; hour: Date; given_micro: bigint }
  'wallet.send': {
    send_id: string
    payer_id: PersonId
    creator_id: PersonId
    post_id: PostId
    combo_id: string
    tick: number
    gift_id: GiftId
    gift_version: number
    count: number
    coins: bigint
    currency: Currency
    value_micro: bigint
    tax_micro: bigint
    creator_micro: bigint
    txn_id: string
    at: Date
    state: 'counted' | 'held' | 'void'
  }
  'wallet.gifter': {
    post_id: PostId
    person_id: PersonId
    coins: bigint
    gifts: bigint
    latest_gift_id: GiftId
    latest_count: number
    latest_at: Date
  }
  'wallet.flow': { payer_id: PersonId; creator_id: PersonId; day: string; coins: bigint }
  'wallet.mark': { person_id: PersonId; kind: 'device' | 'address'; mark: string; seen_on: string }
  'wallet.flag': {
    flag_id: string
    send_id: string
    reasons: ('cycle' | 'same_device' | 'same_address')[]
    cycle: PersonId[]
    state: 'open' | 'released' | 'kept'
    at: Date
    decided_at: Date | null
    decided_by: PersonId | null
    note: string | null
  }
  'wallet.screened': { only_row: boolean; until: Date }
}
