// Works on a stopped data folder, for scenarios of gifts.
// Run: node gift-data-folder.ts FOLDER seed CREATOR COINS PAYER… | node gift-data-folder.ts FOLDER judge
// `seed` publishes a post of the creator and opens a lot of coins for each payer; `judge` tells what is in the books.
import { personId, type PersonId, type PostId } from '@busker/contract'
import { sql } from 'kysely'
import { loadConfig } from '#config'
import { assert } from '#platform/assert'
import { systemClock } from '#platform/clock'
import { acquireDataFolder } from '#platform/control'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { createApp, type App } from '../app.ts'

/** Everything that is compared with what the server had acknowledged; amounts as decimal text. */
export interface GiftReport {
  readonly sends: { sendId: string; payerId: string; comboId: string; tick: number; coins: string }[]
  readonly wallets: { owner: string; coins: string }[]
  readonly earnedMicro: string
  readonly sentMicro: string
  readonly listedCoins: string
  readonly verdict: { ok: boolean; entries: number; wrong: string[] }
}

const clock = systemClock()
const ids = systemIds(clock)

const publish = async (app: App, creator: PersonId): Promise<PostId> => {
  const assetId = ids.uuid() as Parameters<App['posts']['create']>[0]['assetId']
  const { pool } = app.engines.db
  await sql`insert into media.asset (asset_id, owner_id, filename, total_bytes, state, progress, width, height,
      duration_ms, has_audio, complete, poster, created_at)
    values (${assetId}, ${creator}, 'clip.mp4', 1000, 'ready', 1, 720, 1280, 10000, true, true, 1, ${clock.now()})`.execute(
    within(pool),
  )
  await sql`insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
    values (${assetId}, '720', 720, 1280, 900, 720, ${clock.now()})`.execute(within(pool))
  return app.posts.create({ authorId: creator, assetId, caption: 'A clip' })
}

const seed = async (app: App, [creator = '', coins = '', ...payers]: readonly string[]) => {
  const postId = await publish(app, personId.parse(creator))
  // As an operator would set it: the scenario gives faster than people do.
  await sql`insert into wallet.settings (version, settings, made_by, made_at)
    values (1, ${JSON.stringify({ giftsPerMinute: 10_000, giftsPerDay: 1_000_000 })}, ${creator}, ${clock.now()})`.execute(
    within(app.engines.db.pool),
  )
  const outcomes = await app.ledger.execute(
    payers.map((buyer) => ({
      ...{ do: 'transfer', scope: 'scenario', key: buyer },
      transfer: {
        template: 'coin_purchase',
        params: {
          ...{ lotId: ids.uuid(), buyer, currency: app.config.currency, provider: 'sandbox' },
          ...{ grossMicro: BigInt(coins) * 10_000n, taxMicro: 0n, jurisdiction: 'XX', coins: BigInt(coins) },
          seasonedAtMs: clock.nowMs(),
        },
      },
    })),
  )
  assert(
    outcomes.every(({ is }) => is === 'done'),
    'every payer has coins',
  )
  return { postId }
}

const judge = async (app: App): Promise<GiftReport> => {
  const handle = within(app.engines.db.pool)
  const sends = await sql<GiftReport['sends'][number]>`
    select send_id as "sendId", payer_id as "payerId", combo_id as "comboId", tick, coins::text as coins
    from wallet.send`.execute(handle)
  const wallets = await sql<GiftReport['wallets'][number]>`
    select a.owner, sum(b.credits - b.debits)::text as coins from ledger.account a join ledger.balance b using (account_id)
    where a.kind = 'c.wallet' group by a.owner`.execute(handle)
  const sums = await sql<{ sent: string; listed: string }>`
    select (select coalesce(sum(creator_micro), 0)::text from wallet.send) as sent,
      (select coalesce(sum(coins), 0)::text from wallet.gifter) as listed`.execute(handle)
  const totals = await app.ledger.totalsOf(app.engines.db.pool, ['creator_pending'])
  const earned = totals.reduce((sum, { balance }) => sum + balance.credits - balance.debits, 0n)
  const { ok, entries, checks } = await app.ledger.verify()
  const wrong = checks.flatMap((check) => (check.ok ? [] : [`${check.id}: ${check.detail}`]))
  return {
    ...{ sends: sends.rows, wallets: wallets.rows, earnedMicro: String(earned) },
    ...{ sentMicro: sums.rows[0]?.sent ?? '', listedCoins: sums.rows[0]?.listed ?? '' },
    verdict: { ok, entries, wrong },
  }
}

const main = async ([folder = '', command, ...args]: readonly string[]): Promise<void> => {
  const log = silentLog()
  const lock = await acquireDataFolder(folder, { log })
  try {
    const config = loadConfig({ BUSKER_DATA: folder, BUSKER_FEED: 'newest' })
    const app = await createApp({ config, clock, ids, log })
    try {
      const told = command === 'seed' ? await seed(app, args) : await judge(app)
      process.stdout.write(`${JSON.stringify(told)}\n`)
    } finally {
      await app.stop()
    }
  } finally {
    await lock.release()
  }
}

await main(process.argv.slice(2))
