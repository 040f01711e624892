import { purchaseId as purchaseIdSchema, type Author, type WalletLine } from '@busker/contract'
import type { StatementLine } from '#modules/ledger'
import type { PersonViewer } from '#platform/http'
import type { GiftNames, Wallet } from './deps.ts'
import { pageOf, type PageRequest } from '#platform/list-page'
import { findByTxns, type SendRow } from './store/sends.ts'

const kindOf = ({ template, key }: StatementLine): WalletLine['kind'] => {
  switch (template) {
    case 'gift':
      return 'gift'
    case 'coin_refund':
      return 'refund'
    case 'dispute_opened':
      return 'frozen'
    case 'dispute_won':
      return 'released'
    case 'coin_expiry':
      return 'expired'
    default:
      return key.startsWith('refund_failed:') ? 'refund_failed' : 'purchase'
  }
}

/** Keys of coins name their purchase after what was done. */
const purchaseOf = ({ scope, key }: StatementLine) => {
  const named = scope === 'coins' ? purchaseIdSchema.safeParse(key.split(':')[1]) : null
  return named?.success ? named.data : null
}

const giftOf = (send: SendRow | undefined, names: (send: SendRow) => GiftNames, to: Author | null) => {
  if (send === undefined) return null
  const { name, label } = names(send)
  return {
    ...{ giftId: send.giftId, name, label, count: send.count, postId: send.postId, to },
    ...{ paidMicro: String(send.valueMicro + send.taxMicro), creatorMicro: String(send.creatorMicro) },
  }
}

/** Every movement of somebody's coins, out of the books themselves. */
export const listLines = async (wallet: Wallet, viewer: PersonViewer, request: PageRequest) => {
  const { pool } = wallet.db
  const account = { kind: 'c.wallet', currency: wallet.currency, owner: viewer.personId } as const
  const { after, limit } = request
  const lines = await wallet.ledger.statement(pool, {
    ...{ account, limit: limit + 1 },
    ...(after === null ? {} : { before: { at: after.at, txnId: after.id } }),
  })
  const { items, next } = pageOf(
    lines.map((line) => ({ ...line, id: line.txnId })),
    request,
  )
  const gifts = items.flatMap(({ template, txnId }) => (template === 'gift' ? [txnId] : []))
  const sends = gifts.length === 0 ? [] : await findByTxns(pool, gifts)
  const [people, names] = await Promise.all([
    wallet.identity.getAuthors(
      pool,
      sends.map(({ creatorId }) => creatorId),
    ),
    wallet.namesOf(sends),
  ])
  const byTxn = new Map(sends.map((send) => [send.txnId, send]))
  return {
    currency: wallet.currency,
    lines: items.map((line): WalletLine => {
      const send = byTxn.get(line.txnId)
      return {
        ...{ lineId: line.txnId, at: line.at.toISOString(), kind: kindOf(line) },
        coins: String(line.side === 'credit' ? line.amount : -line.amount),
        ...{ balanceCoins: String(line.balance), purchaseId: purchaseOf(line) },
        gift: giftOf(send, names, (send && people.get(send.creatorId)) ?? null),
      }
    }),
    nextCursor: next,
  }
}
