import type {
  GiftId,
  GiftVersion,
  PackId,
  PackVersion,
  PersonId,
  WalletSettings,
  setGift,
  setPack,
  RequestOf,
} from '@busker/contract'
import { decimalsOf, unitOf } from '@busker/money'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { Wallet } from './deps.ts'
import { pageOf, type PageRequest } from '#platform/list-page'
import { presentGiftVersion, presentPackVersion } from './present.ts'
import { settingsFrom } from './rules/settings.ts'
import { startOfNext, type Version } from './rules/versions.ts'
import { insertAudit, listAudit as readAudit, type AuditRow } from './store/audit.ts'
import {
  insertGift,
  insertPack,
  insertSettings,
  latestSettings,
  listGifts,
  listPacks,
  lockCatalogue,
  type Gift,
  type Pack,
} from './store/catalogue.ts'

const mostVersions = 500

const handlesOf = async (wallet: Wallet, ids: readonly (PersonId | null)[]) => {
  const known = ids.filter((id) => id !== null)
  const people = await wallet.identity.getAuthors(wallet.db.pool, known)
  return (id: PersonId | null): string | null => (id === null ? null : (people.get(id)?.handle ?? null))
}

const audited = (
  wallet: Wallet,
  tx: Tx,
  row: Pick<AuditRow, 'byId' | 'what' | 'subject' | 'before' | 'after'>,
): Promise<void> => insertAudit(tx, { ...row, id: wallet.ids.uuid(), at: wallet.clock.now() })

/** What is common to every next version: its number, and when it begins. */
const nextVersion = (
  wallet: Wallet,
  all: readonly Version[],
  { ofOne, from }: { ofOne: readonly Version[]; from: string | undefined },
): Version => {
  if (all.length >= mostVersions) throw new AppError('list_full')
  const asked = from === undefined ? null : new Date(from)
  const startsAt = startOfNext(ofOne, { asked, now: wallet.clock.now() })
  if (startsAt === null) throw new AppError('starts_too_early')
  return { version: 1 + Math.max(0, ...ofOne.map(({ version }) => version)), startsAt }
}

const latestOf = <V extends Version>(versions: readonly V[]): V | null =>
  versions.toSorted((one, other) => other.version - one.version)[0] ?? null

export const listPackVersions = async (wallet: Wallet): Promise<PackVersion[]> => {
  const packs = await listPacks(wallet.db.pool, wallet.currency)
  const handleOf = await handlesOf(
    wallet,
    packs.map(({ madeBy }) => madeBy),
  )
  return packs.map((pack) => presentPackVersion(pack, handleOf(pack.madeBy)))
}

/** A pack in a new version. Prices are whole minor units, since that is what people pay. */
export const changePack = async (
  wallet: Wallet,
  viewer: PersonViewer,
  asked: RequestOf<typeof setPack>['body'] & { packId: PackId },
): Promise<PackVersion> => {
  const priceMicro = BigInt(asked.priceMicro)
  if (priceMicro % unitOf(decimalsOf(wallet.currency)) !== 0n) throw new AppError('not_whole_minor')
  const made = await wallet.db.transaction(async (tx) => {
    await lockCatalogue(tx)
    const all = await listPacks(tx, wallet.currency)
    const ofOne = all.filter(({ packId }) => packId === asked.packId)
    const pack: Pack = {
      ...{ ...nextVersion(wallet, all, { ofOne, from: asked.from }), packId: asked.packId, priceMicro },
      ...{ currency: wallet.currency, paidCoins: BigInt(asked.coins), bonusCoins: BigInt(asked.bonusCoins) },
      ...{ onSale: asked.onSale, madeBy: viewer.personId, madeAt: wallet.clock.now() },
    }
    await insertPack(tx, pack)
    await audited(wallet, tx, {
      ...{ byId: viewer.personId, what: 'pack', subject: asked.packId, before: latestOf(ofOne), after: pack },
    })
    return pack
  })
  wallet.catalogue.forget()
  return presentPackVersion(made, (await handlesOf(wallet, [made.madeBy]))(made.madeBy))
}

export const listGiftVersions = async (wallet: Wallet): Promise<GiftVersion[]> => {
  const gifts = await listGifts(wallet.db.pool, wallet.currency)
  const handleOf = await handlesOf(
    wallet,
    gifts.map(({ madeBy }) => madeBy),
  )
  return gifts.map((gift) => presentGiftVersion(gift, handleOf(gift.madeBy)))
}

export const changeGift = async (
  wallet: Wallet,
  viewer: PersonViewer,
  asked: RequestOf<typeof setGift>['body'] & { giftId: GiftId },
): Promise<GiftVersion> => {
  const made = await wallet.db.transaction(async (tx) => {
    await lockCatalogue(tx)
    const all = await listGifts(tx, wallet.currency)
    const ofOne = all.filter(({ giftId }) => giftId === asked.giftId)
    const gift: Gift = {
      ...nextVersion(wallet, all, { ofOne, from: asked.from }),
      ...{ giftId: asked.giftId, currency: wallet.currency, name: asked.name, label: asked.label },
      ...{ animation: asked.animation, coins: BigInt(asked.coins), onSale: asked.onSale },
      rateNumerator: BigInt(asked.rate.numerator),
      rateDenominator: BigInt(asked.rate.denominator),
      diamondMicro: BigInt(asked.diamondMicro),
      ...{ madeBy: viewer.personId, madeAt: wallet.clock.now() },
    }
    await insertGift(tx, gift)
    await audited(wallet, tx, {
      ...{ byId: viewer.personId, what: 'gift', subject: asked.giftId, before: latestOf(ofOne), after: gift },
    })
    return gift
  })
  wallet.catalogue.forget()
  return presentGiftVersion(made, (await handlesOf(wallet, [made.madeBy]))(made.madeBy))
}

export const changeSettings = async (
  wallet: Wallet,
  viewer: PersonViewer,
  changes: { readonly [Name in keyof WalletSettings]?: WalletSettings[Name] | undefined },
): Promise<WalletSettings> => {
  const settings = await wallet.db.transaction(async (tx) => {
    await lockCatalogue(tx)
    const kept = await latestSettings(tx)
    const before = settingsFrom(kept?.settings)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after = settingsFrom({ ...before, ...given })
    const version = (kept?.version ?? 0) + 1
    await insertSettings(tx, {
      ...{ version, settings: after, madeBy: viewer.personId, madeAt: wallet.clock.now() },
    })
    await audited(wallet, tx, {
      ...{ byId: viewer.personId, what: 'settings', subject: String(version), before, after },
    })
    return after
  })
  wallet.catalogue.forget()
  return settings
}

export const listAudit = async (wallet: Wallet, request: PageRequest) => {
  const rows = await readAudit(wallet.db.pool, { ...request, limit: request.limit + 1 })
  const { items, next } = pageOf(rows, request)
  const handleOf = await handlesOf(
    wallet,
    items.map(({ byId }) => byId),
  )
  return {
    lines: items.map(({ at, byId, what, subject, before, after }) => ({
      ...{ at: at.toISOString(), by: handleOf(byId) ?? byId, what, subject },
      ...{ before: z.json().parse(before), after: z.json().parse(after) },
    })),
    nextCursor: next,
  }
}
