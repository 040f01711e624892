import type { CommentId, PersonId, PostId, PublishedPost, SoundId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { sharedReads } from './shared-reads.ts'
import { servePosts } from './http.ts'
import { serveTopics } from './http-topics.ts'
import { restrictPost, type Restriction } from './edit.ts'
import { publishDue, publishReady, refusePost } from './footage.ts'
import { authorFor, lookUp, lookUpLatest, type LatestPosts, type PostFacts } from './look-up.ts'
import { dropPastFiles, refuseNext, switchReady } from './replace.ts'
import { createPost, getCards, type NewPost } from './posts.ts'
import { listSounds, mayCarryLink, soundsOfPosts, type ListedSound } from './sounds.ts'
import { videoRepliesTo, type VideoReplies } from './store/lineage.ts'
import { listOffered, listPublished } from './store/posts.ts'
import { isFollowed } from './store/topics.ts'
import type { Topic } from './rules/topics.ts'

export type { CallsToAction, Comments, Reactions, Relations } from './deps.ts'
export type { Restriction } from './edit.ts'
export type { LatestPosts, PostFacts } from './look-up.ts'
export type { Tie } from './policy.ts'
export type { NewPost } from './posts.ts'
export type { Topic } from './rules/topics.ts'

/** Videos with their captions: what people publish and others see. */
export interface Posts {
  /** Posts a file as a person would; for seeding. Returns the id of the new post. */
  create(post: NewPost): Promise<PostId>
  /** Published posts by id, as this viewer sees them, in six queries whatever their number. */
  getCards(ids: readonly PostId[], viewer: Viewer): Promise<Map<PostId, PublishedPost>>
  /** Author and media length of published posts; others are absent. */
  lookUp(handle: Queryable, ids: readonly PostId[]): Promise<Map<PostId, PostFacts>>
  /** A published post and the newest ones of its author, with their lengths, in three queries. Null: no such post. */
  lookUpLatest(handle: Queryable, postId: PostId): Promise<LatestPosts | null>
  /** Ids of published posts after this one, in their order. */
  listPublished(handle: Queryable, page: { after: PostId | null; limit: number }): Promise<PostId[]>
  /** Those of these posts that may be offered to everybody: published, public, and held back by no moderator. */
  listOffered(handle: Queryable, ids: readonly PostId[]): Promise<Set<PostId>>
  /** The author of a published post that this viewer may see; null: for this viewer there is none. */
  authorFor(postId: PostId, viewer: Viewer): Promise<PersonId | null>
  /** Whether a person follows a hashtag or a sound. */
  follows(handle: Queryable, personId: PersonId, topic: Topic): Promise<boolean>
  /** Videos that everybody may see and that answer these comments, in one read. */
  videoRepliesTo(handle: Queryable, ids: readonly CommentId[]): Promise<VideoReplies[]>
  /** The sounds of these posts, and whose they are; posts without one are absent. One read. */
  soundsOfPosts(
    handle: Queryable,
    ids: readonly PostId[],
  ): Promise<Map<PostId, { soundId: SoundId; ownerId: PersonId }>>
  /** Of these sounds, in their order, those that this viewer may find in a list. Four reads. */
  listSounds(ids: readonly SoundId[], viewer: Viewer): Promise<ListedSound[]>
  /** Whether a post may carry the link of a brand, as far as the rights of its sound go. They stay so for this transaction. */
  mayCarryLink(tx: Tx, postId: PostId): Promise<boolean>
  /** Sets what moderators decided about a post, in their transaction. False: it is gone. */
  restrict(tx: Tx, postId: PostId, restriction: Restriction): Promise<boolean>
  /** Brings out the scheduled posts whose time has come. */
  publishDue(): Promise<void>
  /** Deletes the files of videos that were replaced a day ago. */
  dropPastFiles(): Promise<void>
  /** Registers the reactions to `media`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/** Wires the module. */
export const createPosts = (deps: PostsDeps): Posts => {
  const shared = sharedReads(deps)
  return {
    create: async (post) => (await createPost(deps, post)).postId,
    getCards: (ids, viewer) => getCards(deps, shared, { ids, viewer }),
    lookUp: (handle, ids) => lookUp(deps, handle, ids),
    lookUpLatest: (handle, postId) => lookUpLatest(deps, handle, postId),
    listPublished,
    listOffered,
    authorFor: (postId, viewer) => authorFor(deps, postId, viewer),
    follows: (handle, personId, topic) => isFollowed(handle, { ...topic, personId }),
    videoRepliesTo,
    soundsOfPosts,
    listSounds: (ids, viewer) => listSounds(deps, ids, viewer),
    mayCarryLink,
    restrict: (tx, postId, restriction) => restrictPost(deps, tx, { postId, restriction }),
    publishDue: () => publishDue(deps),
    dropPastFiles: () => dropPastFiles(deps),
    listen: () => {
      deps.bus.on('media.ready', 'posts', async ({ assetId }) => {
        await publishReady(deps, assetId)
        await switchReady(deps, assetId)
      })
      deps.bus.on('media.refused', 'posts', async ({ assetId, code }) => {
        await refusePost(deps, assetId, code)
        await refuseNext(deps, assetId, code)
      })
    },
    serve: (app) => {
      servePosts(app, deps)
      serveTopics(app, deps, shared)
    },
  }
}
