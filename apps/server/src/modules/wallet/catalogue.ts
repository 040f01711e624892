import type { GiftId, WalletSettings } from '@busker/contract'
import type { Currency } from '@busker/money'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import { settingsFrom } from './rules/settings.ts'
import { currentOf } from './rules/versions.ts'
import { latestSettings, listGifts, listPacks, type Gift, type Pack } from './store/catalogue.ts'

/** What is sold and given now, and by which rules. */
export interface Catalogue {
  /** Sold now, the smallest first. */
  packs(): Promise<readonly Pack[]>
  /** Given now, the smallest first. */
  gifts(): Promise<readonly Gift[]>
  giftById(giftId: GiftId): Promise<Gift | null>
  settings(): Promise<WalletSettings>
  /** An operator changed something: the next one who asks reads anew. */
  forget(): void
}

interface Known {
  readonly packs: readonly Pack[]
  readonly gifts: readonly Gift[]
  readonly settings: WalletSettings
}

/** Another process may have changed it: nothing is believed for longer than this. */
const keptMs = 2_000

const smallestFirst = (one: { readonly coins: bigint }, other: { readonly coins: bigint }): number =>
  one.coins < other.coins ? -1 : Number(one.coins > other.coins)

const coinsOf = ({ paidCoins, bonusCoins }: Pack): bigint => paidCoins + bonusCoins

export const createCatalogue = (deps: {
  readonly db: Database
  readonly clock: Clock
  readonly currency: Currency
}): Catalogue => {
  const { db, clock, currency } = deps
  let known: Promise<Known> | null = null
  let readAtMs = 0
  const read = async (): Promise<Known> => {
    const [packs, gifts, kept] = await Promise.all([
      listPacks(db.pool, currency),
      listGifts(db.pool, currency),
      latestSettings(db.pool),
    ])
    return { packs, gifts, settings: settingsFrom(kept?.settings) }
  }
  const lately = (): Promise<Known> => {
    if (known !== null && clock.nowMs() - readAtMs < keptMs) return known
    readAtMs = clock.nowMs()
    const reading = read()
    known = reading
    // What could not be read is asked for again by the next one.
    reading.catch(() => {
      if (known === reading) known = null
    })
    return reading
  }
  const gifts = async (): Promise<readonly Gift[]> =>
    currentOf((await lately()).gifts, { idOf: ({ giftId }) => giftId, atMs: clock.nowMs() })
      .filter(({ onSale }) => onSale)
      .toSorted(smallestFirst)
  return {
    packs: async () =>
      currentOf((await lately()).packs, { idOf: ({ packId }) => packId, atMs: clock.nowMs() })
        .filter(({ onSale }) => onSale)
        .toSorted((one, other) => smallestFirst({ coins: coinsOf(one) }, { coins: coinsOf(other) })),
    gifts,
    giftById: async (giftId) => (await gifts()).find((gift) => gift.giftId === giftId) ?? null,
    settings: async () => (await lately()).settings,
    forget: () => {
      known = null
    },
  }
}
