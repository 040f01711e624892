import type { GiftId, PackId, PersonId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { GiftTerms } from '../rules/terms.ts'
import type { Version } from '../rules/versions.ts'
import type { WalletTables } from './tables.ts'

interface Made {
  readonly currency: Currency
  readonly onSale: boolean
  readonly madeBy: PersonId | null
  readonly madeAt: Date
}

export interface Pack extends Version, Made {
  readonly packId: PackId
  /** Without those given on top. */
  readonly paidCoins: bigint
  readonly bonusCoins: bigint
  readonly priceMicro: bigint
}

export interface Gift extends Version, Made, GiftTerms {
  readonly giftId: GiftId
  readonly name: string
  readonly label: string
  readonly animation: string
}

/** Versions of everything that may be read at once. */
const mostVersions = 500

const made = ['currency', 'version', 'on_sale as onSale', 'starts_at as startsAt'] as const
const madeBy = ['made_by as madeBy', 'made_at as madeAt'] as const

/** Those that begin last come first. */
export const listPacks = (handle: Queryable, currency: Currency): Promise<Pack[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.pack')
    .select([...made, ...madeBy, 'pack_id as packId', 'coins as paidCoins'])
    .select(['bonus_coins as bonusCoins', 'price_micro as priceMicro'])
    .where('currency', '=', currency)
    .orderBy('starts_at', 'desc')
    .orderBy('pack_id')
    .limit(mostVersions)
    .execute()

export const listGifts = (handle: Queryable, currency: Currency): Promise<Gift[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.gift')
    .select([...made, ...madeBy, 'gift_id as giftId', 'name', 'label', 'animation', 'coins'])
    .select(['rate_numerator as rateNumerator', 'rate_denominator as rateDenominator'])
    .select('diamond_micro as diamondMicro')
    .where('currency', '=', currency)
    .orderBy('starts_at', 'desc')
    .orderBy('gift_id')
    .limit(mostVersions)
    .execute()

/** Names of all versions of these gifts. */
export const findGiftNames = (
  handle: Queryable,
  ids: readonly GiftId[],
): Promise<Pick<Gift, 'giftId' | 'version' | 'name' | 'label' | 'animation'>[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.gift')
    .select(['gift_id as giftId', 'version', 'name', 'label', 'animation'])
    .where('gift_id', 'in', ids)
    .orderBy('version')
    .execute()

const catalogueLock = 8_480_301

/** Versions are numbered by one operator at a time. */
export const lockCatalogue = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${catalogueLock})`.execute(within<WalletTables>(tx))
}

export const insertPack = async (tx: Tx, pack: Pack): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.pack')
    .values({
      ...{ pack_id: pack.packId, version: pack.version, currency: pack.currency, coins: pack.paidCoins },
      ...{ bonus_coins: pack.bonusCoins, price_micro: pack.priceMicro, on_sale: pack.onSale },
      ...{ starts_at: pack.startsAt, made_by: pack.madeBy, made_at: pack.madeAt },
    })
    .execute()
}

export const insertGift = async (tx: Tx, gift: Gift): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.gift')
    .values({
      ...{ gift_id: gift.giftId, version: gift.version, currency: gift.currency, name: gift.name },
      ...{ label: gift.label, animation: gift.animation, coins: gift.coins },
      ...{ rate_numerator: gift.rateNumerator, rate_denominator: gift.rateDenominator },
      ...{ diamond_micro: gift.diamondMicro, on_sale: gift.onSale },
      ...{ starts_at: gift.startsAt, made_by: gift.madeBy, made_at: gift.madeAt },
    })
    .execute()
}

export const latestSettings = async (
  handle: Queryable,
): Promise<{ version: number; settings: unknown } | null> => {
  const row = await within<WalletTables>(handle)
    .selectFrom('wallet.settings')
    .select(['version', 'settings'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export const insertSettings = async (
  tx: Tx,
  row: { version: number; settings: unknown; madeBy: PersonId; madeAt: Date },
): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.settings')
    .values({
      ...{ version: row.version, settings: JSON.stringify(row.settings) },
      ...{ made_by: row.madeBy, made_at: row.madeAt },
    })
    .execute()
}
