import type { PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { decodeGifterCursor, encodeGifterCursor } from './rules/gifter-cursor.ts'
import { gifterTotals, listGifters as readGifters } from './store/sends.ts'

export interface GiftersRequest {
  readonly postId: PostId
  readonly viewer: Viewer
  readonly order: 'top' | 'latest'
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Who gave for a post. Somebody whose account is gone is left out. */
export const listGifters = async (wallet: Wallet, request: GiftersRequest) => {
  const { postId, viewer, order, cursor, limit } = request
  const after = cursor === undefined ? null : decodeGifterCursor(cursor)
  if (cursor !== undefined && after === null) throw new AppError('invalid_cursor')
  if ((await wallet.posts.authorFor(postId, viewer)) === null) throw new AppError('not_found')
  const { pool } = wallet.db
  const rows = await readGifters(pool, postId, { order, after, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const [people, totals, names] = await Promise.all([
    wallet.identity.getAuthors(
      pool,
      shown.map(({ personId }): PersonId => personId),
    ),
    gifterTotals(pool, postId),
    wallet.latestNames(shown.map(({ giftId }) => giftId)),
  ])
  return {
    gifters: shown.flatMap((row) => {
      const person = people.get(row.personId)
      if (person === undefined) return []
      const { name, label } = names(row.giftId)
      const latest = { giftId: row.giftId, name, label, count: row.count, at: row.at.toISOString() }
      return [{ person, coins: String(row.coins), gifts: Number(row.gifts), latest }]
    }),
    ...{ totalCoins: String(totals.coins), people: Number(totals.people) },
    nextCursor: rows.length > limit && last ? encodeGifterCursor(last) : null,
  }
}
