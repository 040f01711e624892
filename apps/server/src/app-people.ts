import type { PersonId, PostId, RealtimeMessage } from '@busker/contract'
import { createIdentity, type Identity } from '#modules/identity'
import type { Media } from '#modules/media'
import { createModeration, type Moderation } from '#modules/moderation'
import type { Outside } from '#modules/outside'
import { createPosts, type Posts } from '#modules/posts'
import { createSocial, type Social } from '#modules/social'
import type { Telemetry } from '#modules/telemetry'
import type { Bus } from '#platform/bus'
import type { Ffmpeg } from '#platform/ffmpeg'
import type { Jobs } from '#platform/jobs'
import type { Queryable } from '#platform/postgres'
import type { MailParts } from './app-mail.ts'
import { wireMedia, type ProcessOptions } from './app-media.ts'
import type { Engines } from './engines.ts'

interface PeopleParts extends ProcessOptions, MailParts {
  readonly engines: Engines
  readonly ffmpeg: Ffmpeg | null
  readonly jobs: Jobs
  readonly bus: Bus
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
  readonly onSignedOut: (personId: PersonId) => void
  /** Higher modules, which are wired later. */
  readonly telemetry: () => Telemetry
  readonly outside: () => Outside
}

export interface People {
  readonly identity: Identity
  readonly media: Media
  readonly social: Social
  readonly posts: Posts
  readonly moderation: Moderation
}

/** The author of a published post, whoever may see it; null: there is none. */
export const authorOfPost = async (
  handle: Queryable,
  posts: Pick<Posts, 'lookUp'>,
  postId: string,
): Promise<PersonId | null> => {
  // Checked boundary: an id of nothing finds nothing.
  const id = postId as PostId
  return (await posts.lookUp(handle, [id])).get(id)?.authorId ?? null
}

/** People, their videos, and what they do with them. */
export const wirePeople = async (parts: PeopleParts): Promise<People> => {
  const { config, clock, ids, log, bus, publish, telemetry, outside } = parts
  const { db } = parts.engines
  const identity = createIdentity({
    ...{ ...parts, ...config, db, bus, blobs: parts.engines.blobs },
    standings: { standingOf: (...asked) => social.standingOf(...asked) },
    onSignedOut: parts.onSignedOut,
  })
  const media = await wireMedia({ ...parts, bus, identity, publish })
  const social: Social = createSocial({
    ...{ db, clock, ids, bus, identity },
    posts: {
      authorFor: (...asked) => posts.authorFor(...asked),
      authorOf: (handle, postId) => authorOfPost(handle, posts, postId),
      getCards: (...asked) => posts.getCards(...asked),
      videoRepliesTo: (...asked) => posts.videoRepliesTo(...asked),
    },
    facts: { shareResults: (share) => telemetry().shareResults(share) },
    originOf: (headers) => telemetry().originOf(headers),
  })
  const posts: Posts = createPosts({
    ...{ db, clock, ids, log, bus, publish, identity, media, relations: social },
    calls: { callsOf: (...asked) => outside().callsOf(...asked) },
    comments: {
      readableFor: social.readableFor,
      authorOf: async (handle, commentId) =>
        (await social.findComments(handle, [commentId]))[0]?.authorId ?? null,
    },
  })
  const content = {
    authorOf: (postId: PostId) => authorOfPost(db.pool, posts, postId),
    findComments: social.findComments,
  }
  const moderation = createModeration({
    ...{ db, clock, ids, log, bus, identity, content, posts, comments: social.comments },
    reach: { reachOf: social.followersOf },
  })
  return { identity, media, social, posts, moderation }
}
