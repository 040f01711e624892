import type { PackId, PurchaseId, Purchase, Receipt } from '@busker/contract'
import { decimalsOf, unitOf } from '@busker/money'
import type { Lot } from '#modules/ledger'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { Wallet } from './deps.ts'
import { pageOf, type PageRequest } from '#platform/list-page'
import { limitsNow, maximaOf } from './people.ts'
import { assertAdult } from './policy.ts'
import { presentPurchase } from './present.ts'
import { countsFrom, goesBeyond, spentIn, startOfHour } from './rules/limits.ts'
import { coinPriceOf, taxWithin } from './rules/prices.ts'
import { refundableOf } from './refundable.ts'
import type { Pack } from './store/catalogue.ts'
import { lockPeople } from './store/people.ts'
import {
  boughtSince,
  findByKey,
  findPurchase,
  insertPurchase,
  listPurchases as readPurchases,
  updateWaiting,
  type PurchaseRow,
} from './store/purchases.ts'

/** The purpose under which payments know these charges. */
export const coinsPurpose = 'coins'

export interface PurchaseWish {
  readonly viewer: PersonViewer
  readonly key: string
  readonly packId: PackId
  readonly version: number
  readonly returnPath: string
}

const dayMs = 86_400_000

/** What somebody may still buy for, and how often. */
const assertWithinLimits = async (
  wallet: Wallet,
  tx: Tx,
  wish: { viewer: PersonViewer; priceMicro: bigint },
): Promise<void> => {
  const settings = await wallet.catalogue.settings()
  const nowMs = wallet.clock.nowMs()
  const { personId } = wish.viewer
  const person = (await lockPeople(tx, [personId])).get(personId)
  assert(person !== undefined, 'who is locked has a row')
  if (person.openDisputes > 0) throw new AppError('dispute_open')
  const bought = await boughtSince(tx, personId, new Date(countsFrom('month', nowMs)))
  // Each attempt counts, also a declined one: that is what trying stolen cards looks like.
  const today = bought.filter(({ createdAt }) => createdAt.getTime() > nowMs - dayMs)
  if (today.length >= settings.purchasesPerDay) throw new AppError('too_many_attempts')
  const spent = spentIn(
    bought
      .filter(({ state }) => state !== 'declined' && state !== 'refunded')
      .map(({ createdAt, priceMicro }) => ({
        ...{ atMs: startOfHour(createdAt.getTime()), amountMicro: priceMicro },
      })),
    nowMs,
  )
  if (goesBeyond(wish.priceMicro, spent, limitsNow(person, maximaOf(settings), nowMs)))
    throw new AppError('spending_limit')
}

const rowOf = async (wallet: Wallet, wish: PurchaseWish, pack: Pack): Promise<PurchaseRow> => {
  const { taxBasisPoints, jurisdiction, refundDays } = await wallet.catalogue.settings()
  // Checked boundary: a fresh id is a purchase's from here on.
  const purchaseId = wallet.ids.uuid() as PurchaseId
  return {
    ...{ purchaseId, personId: wish.viewer.personId, key: wish.key, packId: pack.packId },
    ...{ packVersion: pack.version, coins: pack.paidCoins + pack.bonusCoins, currency: pack.currency },
    ...{ priceMicro: pack.priceMicro, taxMicro: taxWithin(pack.priceMicro, taxBasisPoints), taxBasisPoints },
    ...{ jurisdiction, refundDays, returnPath: wish.returnPath, state: 'pending', chargeId: null },
    ...{ provider: wallet.payments().providerId, checkoutUrl: null, code: null, receiptYear: null },
    ...{ receiptNo: null, createdAt: wallet.clock.now(), settledAt: null, lotId: purchaseId, refunds: 0 },
    ...{ refundedMicro: 0n, refundedCoins: 0n, refundedAt: null, disputeTxn: null },
  }
}

/** The purchase under this key, written down before anybody is asked for money: the same however often it is tapped. */
const writeDown = async (wallet: Wallet, wish: PurchaseWish): Promise<PurchaseRow> => {
  const { pool } = wallet.db
  const known = await findByKey(pool, wish.viewer.personId, wish.key)
  if (known) return known
  await assertAdult(wallet, wish.viewer.personId)
  const pack = (await wallet.catalogue.packs()).find(({ packId }) => packId === wish.packId)
  if (pack === undefined) throw new AppError('not_found')
  if (pack.version !== wish.version) throw new AppError('pack_changed')
  const row = await rowOf(wallet, wish, pack)
  return wallet.db.transaction(async (tx) => {
    await assertWithinLimits(wallet, tx, { viewer: wish.viewer, priceMicro: pack.priceMicro }).catch(
      async (error: unknown) => {
        // A second tap that waited for the first one finds it here.
        if ((await findByKey(tx, row.personId, row.key)) === null) throw error
      },
    )
    if (await insertPurchase(tx, row)) return row
    const other = await findByKey(tx, row.personId, row.key)
    assert(other !== null, 'a key that is taken has a purchase')
    return other
  })
}

/** Asks for the checkout, again where nobody answered: the key makes it the same charge. */
const askToPay = async (wallet: Wallet, row: PurchaseRow): Promise<PurchaseRow> => {
  if ((row.state !== 'pending' && row.state !== 'unknown') || row.checkoutUrl !== null) return row
  const charge = await wallet.payments().startCharge({
    ...{ key: `${coinsPurpose}:${row.purchaseId}`, purpose: coinsPurpose, reference: row.purchaseId },
    ...{ payer: row.personId, amountMinor: row.priceMicro / unitOf(decimalsOf(row.currency)) },
    ...{ currency: row.currency, description: `${row.coins} coins · ${wallet.instanceName}` },
    returnPath: row.returnPath,
  })
  const isKnown = charge.checkoutUrl !== null || charge.state !== 'requested'
  await updateWaiting(wallet.db.pool, row.purchaseId, {
    ...{ chargeId: charge.chargeId, checkoutUrl: charge.checkoutUrl },
    state: isKnown ? 'pending' : 'unknown',
  })
  return (await findPurchase(wallet.db.pool, row.purchaseId)) ?? row
}

/** What of a purchase can be given back now; null: nothing. */
const refundableNow = (wallet: Wallet, row: PurchaseRow, lots: readonly Lot[]) =>
  refundableOf(row, lots.find(({ lotId }) => lotId === row.lotId) ?? null, wallet.clock.nowMs())

export const presentOne = async (wallet: Wallet, row: PurchaseRow): Promise<Purchase> => {
  const lots =
    row.state === 'settled' ? await wallet.ledger.lotsOf(wallet.db.pool, row.personId, wallet.currency) : []
  return presentPurchase(row, refundableNow(wallet, row, lots))
}

export const buyCoins = async (wallet: Wallet, wish: PurchaseWish): Promise<Purchase> => {
  const row = await writeDown(wallet, wish)
  if (row.packId !== wish.packId || row.packVersion !== wish.version) throw new AppError('key_reused')
  return presentOne(wallet, await askToPay(wallet, row))
}

export const listPurchases = async (wallet: Wallet, viewer: PersonViewer, request: PageRequest) => {
  const { personId } = viewer
  const rows = await readPurchases(wallet.db.pool, personId, { ...request, limit: request.limit + 1 })
  const { items, next } = pageOf(
    rows.map((row) => ({ ...row, at: row.createdAt, id: row.purchaseId })),
    request,
  )
  const lots = await wallet.ledger.lotsOf(wallet.db.pool, personId, wallet.currency)
  return {
    purchases: items.map((row) => presentPurchase(row, refundableNow(wallet, row, lots))),
    nextCursor: next,
  }
}

const receiptNumber = ({ receiptYear, receiptNo }: PurchaseRow): string | null =>
  receiptYear === null || receiptNo === null ? null : `${receiptYear}-${String(receiptNo).padStart(6, '0')}`

/** A purchase of the viewer; another one's does not exist. */
export const ownPurchase = async (
  wallet: Wallet,
  viewer: PersonViewer,
  purchaseId: PurchaseId,
): Promise<PurchaseRow> => {
  const row = await findPurchase(wallet.db.pool, purchaseId)
  if (row === null || row.personId !== viewer.personId) throw new AppError('not_found')
  return row
}

export const getPurchase = async (
  wallet: Wallet,
  viewer: PersonViewer,
  purchaseId: PurchaseId,
): Promise<Receipt> => {
  const row = await askToPay(wallet, await ownPurchase(wallet, viewer, purchaseId))
  // Whoever waits for it asks again, and hears of it when it changes.
  if (row.state === 'pending' && row.chargeId !== null)
    wallet
      .payments()
      .refresh(row.chargeId)
      .catch((error: unknown) => wallet.log.error('wallet.refresh_failed', error))
  const authors = await wallet.identity.getAuthors(wallet.db.pool, [viewer.personId])
  const buyer = authors.get(viewer.personId)
  const { handle = '', displayName = '' } = buyer ?? {}
  return {
    ...(await presentOne(wallet, row)),
    ...{ number: receiptNumber(row), seller: wallet.instanceName, buyer: { handle, displayName } },
    ...{ provider: row.provider, taxBasisPoints: row.taxBasisPoints },
    netMicro: String(row.priceMicro - row.taxMicro),
    coinPriceMicro: String(coinPriceOf(row)),
    ...{ refundedMicro: String(row.refundedMicro), refundedCoins: String(row.refundedCoins) },
    refundedAt: row.refundedAt?.toISOString() ?? null,
  }
}
