import type { WalletDeps } from './deps.ts'

const creatorsAtOnce = 200

/** Whether there is anything to convert: one look at an index. */
export const isAnyMature = async ({ ledger, db, clock }: WalletDeps): Promise<boolean> =>
  (await ledger.withMature(db.pool, { atMs: clock.nowMs(), limit: 1 })).length > 0

/**
 * T3: what creators were given and can hardly be disputed any more becomes money that may be paid out. Doing it again
 * finds nothing. Returns how many creators had something.
 */
export const convertMature = async (deps: WalletDeps): Promise<number> => {
  const atMs = deps.clock.nowMs()
  const mature = await deps.ledger.withMature(deps.db.pool, { atMs, limit: creatorsAtOnce })
  const outcomes = await deps.ledger.execute(
    mature.map(({ creator, currency }) => ({
      ...{ do: 'transfer', scope: 'gift_conversion', key: `${creator}:${currency}:${deps.ids.uuid()}` },
      transfer: { template: 'diamond_conversion', params: { creator, currency } },
    })),
  )
  return outcomes.filter(({ is }) => is === 'done').length
}
