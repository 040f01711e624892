import { type Currency, decimalsOf, smallerOf, sumOf, unitOf } from '@busker/money'
import { type Account, disputableOf, type Operation, type Outcome, type Transfer } from '#modules/ledger'
import type { Charge, Dispute, PurposeHandlers, Refund } from '#modules/payments'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { onCommit, type Tx } from '#platform/postgres'
import type { WalletDeps } from './deps.ts'
import { presentBalance, presentPurchase } from './present.ts'
import { refundableOf } from './refundable.ts'
import { seasonedAt } from './rules/seasoning.ts'
import { settingsFrom } from './rules/settings.ts'
import { latestSettings } from './store/catalogue.ts'
import { addDispute, lockPeople, markPaid, type PersonRow } from './store/people.ts'
import { findPurchase, nextReceipt, updatePurchase, type PurchaseRow } from './store/purchases.ts'
import { findByTxns, subtractGifters, updateSendState } from './store/sends.ts'

const microOf = (deps: WalletDeps, minor: bigint): bigint => minor * unitOf(decimalsOf(deps.currency))

const operation = (transfer: Transfer, key: string): Operation => ({
  ...{ do: 'transfer', scope: 'coins', key, transfer },
})

interface Subject {
  readonly purchase: PurchaseRow
  readonly person: PersonRow
}

/** The purchase that money is about, with whoever bought it: nobody else changes what they have meanwhile. */
const subjectOf = async (tx: Tx, reference: string): Promise<Subject> => {
  const found = await findPurchase(tx, reference)
  assert(found !== null, 'a purchase is written down before anybody is asked for money')
  const person = (await lockPeople(tx, [found.personId])).get(found.personId)
  const purchase = await findPurchase(tx, reference)
  assert(person !== undefined && purchase !== null, 'who is locked has a row')
  return { person, purchase }
}

/** Whoever bought hears of it once it is certain: the purchase, and the coins that they have now. */
const tell = async (deps: WalletDeps, tx: Tx, { purchaseId, personId }: PurchaseRow): Promise<void> => {
  const purchase = await findPurchase(tx, purchaseId)
  const lots = (await deps.ledger.lotsLeftOf(tx, [personId], deps.currency)).get(personId) ?? []
  assert(purchase !== null, 'purchases are never deleted')
  const lot = lots.find(({ lotId }) => lotId === purchase.lotId) ?? null
  const shown = presentPurchase(purchase, refundableOf(purchase, lot, deps.clock.nowMs()))
  onCommit(tx, () => {
    deps.publish(personId, { type: 'purchase.changed', purchase: shown })
    deps.publish(personId, { type: 'wallet.changed', currency: deps.currency, ...presentBalance(lots) })
  })
}

/** T1: what was paid is owed until the coins are used. */
const openLot = async (
  deps: WalletDeps,
  tx: Tx,
  given: Subject & { lotId: string; coins: bigint; grossMicro: bigint; taxMicro: bigint; key: string },
): Promise<void> => {
  const { purchase, person, lotId, coins, grossMicro, taxMicro, key } = given
  const settings = settingsFrom((await latestSettings(tx))?.settings)
  const payer = {
    ...{ everDisputed: person.everDisputed, firstPaidAtMs: person.firstPaidAt?.getTime() ?? null },
  }
  const transfer: Transfer = {
    template: 'coin_purchase',
    params: {
      ...{ lotId, buyer: purchase.personId, currency: purchase.currency, provider: purchase.provider },
      ...{ grossMicro, taxMicro, jurisdiction: purchase.jurisdiction, coins },
      seasonedAtMs: seasonedAt(payer, { nowMs: deps.clock.nowMs(), ...settings }),
    },
  }
  await deps.ledger.postOne(tx, operation(transfer, key))
}

const settle = async (deps: WalletDeps, tx: Tx, charge: Charge): Promise<void> => {
  const subject = await subjectOf(tx, charge.reference)
  const { purchase } = subject
  const { purchaseId, coins, priceMicro, taxMicro } = purchase
  assert(microOf(deps, charge.capturedMinor) === priceMicro, 'a purchase is paid whole')
  const key = `purchase:${purchaseId}`
  await openLot(deps, tx, {
    ...{ ...subject, lotId: purchase.lotId, coins, grossMicro: priceMicro, taxMicro, key },
  })
  const now = deps.clock.now()
  await markPaid(tx, purchase.personId, now)
  const year = now.getUTCFullYear()
  await updatePurchase(tx, purchaseId, {
    ...{ state: 'settled', settled_at: now, charge_id: charge.chargeId, code: null },
    ...{ receipt_year: year, receipt_no: await nextReceipt(tx, year) },
  })
  await tell(deps, tx, purchase)
}

const onCharge = async (deps: WalletDeps, tx: Tx, charge: Charge): Promise<void> => {
  if (charge.state === 'settled') return settle(deps, tx, charge)
  if (charge.state !== 'failed') return
  const { purchase } = await subjectOf(tx, charge.reference)
  await updatePurchase(tx, purchase.purchaseId, {
    ...{ state: 'declined', charge_id: charge.chargeId, code: charge.code },
  })
  await tell(deps, tx, purchase)
}

const paidBack = (outcome: Extract<Outcome, { is: 'done' }>): bigint =>
  outcome.legs.reduce(
    (sum, { account, side, amount }) => (account.kind === 'psp' && side === 'credit' ? sum + amount : sum),
    0n,
  )

/**
 * T1r, in the transaction in which the refund is written down and before the provider hears of it: the coins are gone
 * first, so they cannot be used while their money is on its way back. If they were used in between, nothing is refunded.
 */
const takeCoins = async (deps: WalletDeps, tx: Tx, refund: Refund): Promise<void> => {
  const { purchase } = await subjectOf(tx, refund.reference)
  const { purchaseId, lotId } = purchase
  if (purchase.state !== 'settled') throw new AppError('purchase_not_refundable')
  const transfer: Transfer = { template: 'coin_refund', params: { lotId } }
  const [outcome] = await deps.ledger.post(tx, [
    operation(transfer, `refund:${purchaseId}:${refund.refundId}`),
  ])
  if (outcome?.is !== 'done' || paidBack(outcome) !== microOf(deps, refund.amountMinor))
    throw new AppError('purchase_not_refundable')
  const coins = outcome.legs.find(({ account }) => account.kind === 'c.wallet')?.amount ?? 0n
  await updatePurchase(tx, purchaseId, {
    ...{ state: 'refunding', refunds: purchase.refunds + 1, refunded_coins: coins },
    refunded_micro: microOf(deps, refund.amountMinor),
  })
  await tell(deps, tx, purchase)
}

/** The money did not arrive: the coins come back, for what was to be paid for them. */
const giveCoinsBack = async (deps: WalletDeps, tx: Tx, refund: Refund): Promise<void> => {
  const subject = await subjectOf(tx, refund.reference)
  const { purchase } = subject
  const { purchaseId, refundedCoins, coins, taxMicro } = purchase
  if (purchase.state !== 'refunding' && purchase.state !== 'refunded') return
  const lotId = deps.ids.uuid()
  await openLot(deps, tx, {
    ...{ ...subject, lotId, coins: refundedCoins, grossMicro: microOf(deps, refund.amountMinor) },
    ...{
      taxMicro: (taxMicro * refundedCoins) / coins,
      key: `refund_failed:${purchaseId}:${refund.refundId}`,
    },
  })
  await updatePurchase(tx, purchaseId, {
    ...{ state: 'settled', lot_id: lotId, refunded_coins: 0n, refunded_micro: 0n, refunded_at: null },
    code: refund.code,
  })
  await tell(deps, tx, purchase)
}

const onRefund = async (deps: WalletDeps, tx: Tx, refund: Refund): Promise<void> => {
  if (refund.state === 'requested') return takeCoins(deps, tx, refund)
  if (refund.state === 'failed' || refund.state === 'returned') return giveCoinsBack(deps, tx, refund)
  if (refund.state !== 'succeeded') return
  const { purchase } = await subjectOf(tx, refund.reference)
  await updatePurchase(tx, purchase.purchaseId, { state: 'refunded', refunded_at: deps.clock.now() })
  await tell(deps, tx, purchase)
}

/**
 * A bank may take back more than is left of a payment, for example all of it after a refund. What goes beyond it is money
 * that left unexpectedly, and an operator decides who bears it; a dispute that is won brings it back.
 */
const postBeyond = async (
  deps: WalletDeps,
  tx: Tx,
  beyond: {
    readonly key: string
    readonly currency: Currency
    readonly amountMicro: bigint
    readonly hasLeft: boolean
  },
): Promise<void> => {
  const { key, ...moved } = beyond
  if (moved.amountMicro === 0n) return
  const params = { provider: deps.payments().providerId, ...moved }
  await deps.ledger.postOne(tx, operation({ template: 'unknown_money', params }, `${key}:beyond`))
}

/** T15 for as much as is left of the payment. Null: nothing is, all of it goes beyond. */
const freezeLot = async (
  deps: WalletDeps,
  tx: Tx,
  { purchase, amountMicro, key }: { purchase: PurchaseRow; amountMicro: bigint; key: string },
): Promise<{ readonly txnId: string; readonly frozenMicro: bigint } | null> => {
  const { lotId, personId, currency } = purchase
  const freeze = (micro: bigint): Operation =>
    operation({ template: 'dispute_opened', params: { lotId, amountMicro: micro, feeMicro: 0n } }, key)
  const [outcome] = await deps.ledger.post(tx, [freeze(amountMicro)])
  if (outcome?.is === 'done') return { txnId: outcome.id, frozenMicro: amountMicro }
  const lots = await deps.ledger.lotsOf(tx, personId, currency)
  const lot = lots.find((one) => one.lotId === lotId)
  const frozenMicro = lot === undefined ? 0n : smallerOf(amountMicro, disputableOf(lot))
  if (frozenMicro === 0n) return null
  return { txnId: (await deps.ledger.postOne(tx, freeze(frozenMicro))).id, frozenMicro }
}

const openDispute = async (deps: WalletDeps, tx: Tx, dispute: Dispute): Promise<void> => {
  const { purchase } = await subjectOf(tx, dispute.reference)
  const { purchaseId, personId, currency } = purchase
  const amountMicro = microOf(deps, dispute.amountMinor)
  const key = `dispute:${purchaseId}:${dispute.disputeId}:opened`
  const frozen = await freezeLot(deps, tx, { purchase, amountMicro, key })
  if (frozen !== null) await updatePurchase(tx, purchaseId, { state: 'disputed', dispute_txn: frozen.txnId })
  const beyondMicro = amountMicro - (frozen?.frozenMicro ?? 0n)
  await postBeyond(deps, tx, { key, currency, amountMicro: beyondMicro, hasLeft: true })
  await addDispute(tx, personId, 1)
  await updatePurchase(tx, purchaseId, { code: dispute.code })
  await tell(deps, tx, purchase)
}

const isPaidIn = (account: Account, side: string): boolean => account.kind === 'psp' && side === 'debit'

/** Gifts that were paid for with money that is gone count no more. */
const voidGifts = async (deps: WalletDeps, tx: Tx, lotId: string): Promise<void> => {
  const takes = await deps.ledger.takesOf(tx, lotId)
  const lost = takes.flatMap(({ state, txnId }) => (state === 'lost' ? [txnId] : []))
  if (lost.length === 0) return
  const sends = await findByTxns(tx, [...new Set(lost)])
  const counted = sends.filter(({ state }) => state === 'counted')
  if (counted.length > 0) await subtractGifters(tx, counted)
  if (sends.length > 0)
    await updateSendState(
      tx,
      sends.map(({ sendId }) => sendId),
      'void',
    )
}

/** Returns what of the disputed money came back to the lot. */
const endOfLot = async (
  deps: WalletDeps,
  tx: Tx,
  ended: { readonly purchase: PurchaseRow; readonly isWon: boolean; readonly key: string },
): Promise<bigint> => {
  const { isWon, key } = ended
  const { purchaseId, lotId, disputeTxn } = ended.purchase
  // All of it was beyond what was left of the payment.
  if (disputeTxn === null) return 0n
  const transfer: Transfer = isWon
    ? { template: 'dispute_won', params: { lotId, dispute: disputeTxn, feeBackMicro: 0n } }
    : { template: 'dispute_lost', params: { lotId, dispute: disputeTxn } }
  const { legs } = await deps.ledger.postOne(tx, operation(transfer, key))
  await updatePurchase(tx, purchaseId, { state: isWon ? 'settled' : 'lost', dispute_txn: null })
  if (!isWon) await voidGifts(deps, tx, lotId)
  return sumOf(legs.map(({ account, side, amount }) => (isPaidIn(account, side) ? amount : 0n)))
}

const endDispute = async (deps: WalletDeps, tx: Tx, dispute: Dispute): Promise<void> => {
  const { purchase } = await subjectOf(tx, dispute.reference)
  const { purchaseId, personId, currency } = purchase
  const isWon = dispute.state === 'won'
  const key = `dispute:${purchaseId}:${dispute.disputeId}:${dispute.state}`
  const backMicro = await endOfLot(deps, tx, { purchase, isWon, key })
  if (isWon)
    await postBeyond(deps, tx, {
      ...{ key, currency, amountMicro: microOf(deps, dispute.amountMinor) - backMicro, hasLeft: false },
    })
  await addDispute(tx, personId, -1)
  await tell(deps, tx, purchase)
}

const onDispute = async (deps: WalletDeps, tx: Tx, dispute: Dispute): Promise<void> => {
  if (dispute.state === 'opened') await openDispute(deps, tx, dispute)
  else if (dispute.state === 'won' || dispute.state === 'lost') await endDispute(deps, tx, dispute)
}

/** What is done when the money of a purchase moves, each in the transaction of that movement. */
export const coinHandlers = (deps: WalletDeps): PurposeHandlers => ({
  onCharge: (tx, charge) => onCharge(deps, tx, charge),
  onRefund: (tx, refund) => onRefund(deps, tx, refund),
  onDispute: (tx, dispute) => onDispute(deps, tx, dispute),
})
