// Works on a stopped data folder, for scenarios of what people do with one another.
// Run: node social-data-folder.ts FOLDER seed PEOPLE POSTS | node social-data-folder.ts FOLDER judge
// `seed` makes accounts with sessions and publishes posts of the first of them; `judge` recounts every counter.
import type { AssetId, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { loadConfig } from '#config'
import { assert } from '#platform/assert'
import { systemClock } from '#platform/clock'
import { acquireDataFolder } from '#platform/control'
import { sessionCookie } from '#platform/http'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { createApp, type App } from '../app.ts'
import { recountSocial } from './social-recount.ts'

export interface SeededMember {
  readonly handle: string
  readonly personId: PersonId
  readonly cookie: string
}
export interface SocialSeed {
  readonly members: readonly SeededMember[]
  readonly posts: readonly { readonly postId: PostId; readonly authorId: PersonId }[]
}
/** Empty: every counter is what is there. */
export interface SocialVerdict {
  readonly faults: readonly string[]
  readonly rows: Readonly<Record<string, number>>
}

const clock = systemClock()
const ids = systemIds(clock)

const join = async (app: App, number: number): Promise<SeededMember> => {
  const handle = `person${number}`
  const answer = await app.http.inject({
    method: 'POST',
    url: '/v1/auth/sign-up',
    // Each at an address of their own: one address makes a few accounts only.
    remoteAddress: `10.0.${number >> 8}.${number & 255}`,
    payload: { handle, password: 'a quiet street at noon', birthDate: '1990-01-01' },
  })
  const cookie = answer.cookies.find(({ name }) => name === sessionCookie)
  assert(answer.statusCode === 200 && cookie !== undefined, `somebody could not join: ${answer.body}`)
  const { me } = JSON.parse(answer.body) as { me: { personId: PersonId } }
  return { handle, personId: me.personId, cookie: `${sessionCookie}=${cookie.value}` }
}

const publish = async (app: App, authorId: PersonId): Promise<PostId> => {
  const assetId = ids.uuid() as AssetId
  const { pool } = app.engines.db
  await sql`insert into media.asset (asset_id, owner_id, filename, total_bytes, state, progress, width, height,
      duration_ms, has_audio, complete, poster, created_at)
    values (${assetId}, ${authorId}, 'clip.mp4', 1000, 'ready', 1, 720, 1280, 10000, true, true, 1, ${clock.now()})`.execute(
    within(pool),
  )
  await sql`insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
    values (${assetId}, '720', 720, 1280, 900, 720, ${clock.now()})`.execute(within(pool))
  return app.posts.create({ authorId, assetId, caption: 'A clip' })
}

const seed = async (app: App, [people = '', posts = '']: readonly string[]): Promise<SocialSeed> => {
  const members: SeededMember[] = []
  for (let number = 0; number < Number(people); number += 1) members.push(await join(app, number))
  const published: SocialSeed['posts'][number][] = []
  for (const { personId } of members.slice(1, 1 + Number(posts)))
    published.push({ authorId: personId, postId: await publish(app, personId) })
  return { members, posts: published }
}

const counted = ['post_like', 'post_save', 'share', 'comment', 'comment_like', 'follow', 'block'] as const

const judge = async (app: App): Promise<SocialVerdict> => {
  const { pool } = app.engines.db
  const rows: Record<string, number> = {}
  for (const table of counted) {
    const found = await sql<{
      rows: bigint
    }>`select count(*) as rows from ${sql.table(`social.${table}`)}`.execute(within(pool))
    rows[table] = Number(found.rows[0]?.rows ?? 0n)
  }
  return { faults: await recountSocial(pool), rows }
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
