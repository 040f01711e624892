import type { GiftId, PersonId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { PurposeHandlers, ReportHandlers } from '#modules/payments'
import { mergedReads } from '#platform/postgres'
import { createCatalogue } from './catalogue.ts'
import type { GiftNames, Wallet as WalletParts, WalletDeps } from './deps.ts'
import { serveWalletModule } from './http.ts'
import { keepWorking } from './jobs.ts'
import { convertMature } from './mature.ts'
import { adultAge } from './policy.ts'
import { coinsPurpose } from './purchases.ts'
import { reportHandlers } from './report.ts'
import { screen } from './screen.ts'
import { coinHandlers } from './settle.ts'
import { findGiftNames } from './store/catalogue.ts'

export type { WalletDeps } from './deps.ts'

/** Coins that people buy, and gifts that they give for them. */
export interface Wallet {
  /** What happens when the money of a purchase moves; for `payments`. */
  readonly purposes: Readonly<Record<string, PurposeHandlers>>
  /** What the provider's report says beyond what anybody asked for, whatever it was about; for `payments`. */
  readonly report: ReportHandlers
  /** Looks for gifts that came back to who gave them, and holds them. Returns how many. */
  screen(): Promise<number>
  /** Makes mature gifts available for payout. Returns of how many creators. */
  convertMature(): Promise<number>
  serve(app: FastifyInstance): void
  /** Begins the work that repeats itself. */
  start(): Promise<void>
}

const unnamed: GiftNames = { name: 'gift', label: 'Gift', animation: 'gift' }

const namesFrom = async (deps: WalletDeps, ids: readonly GiftId[]) =>
  ids.length === 0 ? [] : findGiftNames(deps.db.pool, [...new Set(ids)])

const partsOf = (deps: WalletDeps): WalletParts => {
  const { db, clock } = deps
  const ages = mergedReads((ids: readonly PersonId[]) =>
    deps.identity.agesOn(db.pool, ids, clock.now().toISOString().slice(0, 10)),
  )
  return {
    ...deps,
    catalogue: createCatalogue(deps),
    isAdult: async (personId) => ((await ages([personId])).get(personId)?.years ?? 0) >= adultAge,
    namesOf: async (versions) => {
      const rows = await namesFrom(
        deps,
        versions.map(({ giftId }) => giftId),
      )
      const byVersion = new Map(rows.map((row) => [`${row.giftId}:${row.version}`, row]))
      return ({ giftId, giftVersion }) => byVersion.get(`${giftId}:${giftVersion}`) ?? unnamed
    },
    latestNames: async (ids) => {
      // They come in the order of their versions, so the last one of each stays.
      const byGift = new Map((await namesFrom(deps, ids)).map((row) => [row.giftId, row]))
      return (giftId) => byGift.get(giftId) ?? unnamed
    },
  }
}

/**
 * Wires the module.
 *
 * @example
 * const wallet = createWallet({ db, clock, ids, log, bus, jobs, identity, ledger, posts, social, payments: () => payments, … })
 * const payments = createPayments({ …, purposes: wallet.purposes, report: wallet.report })
 */
export const createWallet = (deps: WalletDeps): Wallet => {
  const parts = partsOf(deps)
  return {
    purposes: { [coinsPurpose]: coinHandlers(deps) },
    report: reportHandlers(deps),
    screen: () => screen(deps),
    convertMature: () => convertMature(deps),
    serve: (app) => serveWalletModule(app, parts),
    start: keepWorking(deps),
  }
}
