import type { Asset, AssetId, Author, CallToAction, PersonId, PostId, SoundId } from '@busker/contract'
import { mergedReads } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import type { Presenters } from './present.ts'
import { findPosts, type PostRow } from './store/posts.ts'
import { namesOfSounds, type NamedSound } from './store/sounds.ts'

/** What is the same for everybody who looks at posts: all who look now ask together. */
export interface SharedReads extends Omit<Presenters, 'relations'> {
  posts(ids: readonly PostId[]): Promise<Map<PostId, PostRow>>
}

/** Reads of a feed page outside of any transaction. */
export const sharedReads = ({ db, clock, identity, media, calls, comments }: PostsDeps): SharedReads => {
  const { pool } = db
  const authors = mergedReads<PersonId, Author>((ids) => identity.getAuthors(pool, ids))
  const assets = mergedReads<AssetId, Asset>((ids) => media.getAssets(pool, ids))
  const callsOf = mergedReads<PostId, CallToAction>((ids) => calls.callsOf(pool, ids))
  const soundsOf = mergedReads<SoundId, NamedSound>((ids) => namesOfSounds(pool, ids))
  return {
    posts: mergedReads(async (ids: readonly PostId[]) => {
      const rows = await findPosts(pool, ids)
      return new Map(rows.map((row) => [row.postId, row]))
    }),
    clock,
    comments,
    identity: { getAuthors: (_, ids) => authors([...new Set(ids)]), agesOn: identity.agesOn },
    media: { getAssets: (_, ids) => assets(ids) },
    calls: { callsOf: (_, ids) => callsOf(ids) },
    soundsOf: (_, ids) => soundsOf(ids),
  }
}
