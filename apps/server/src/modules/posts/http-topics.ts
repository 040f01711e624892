import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { PostsDeps } from './deps.ts'
import { getLineage, listVideoReplies } from './lineage.ts'
import { tagTopic } from './rules/topics.ts'
import type { SharedReads } from './shared-reads.ts'
import {
  changeSound,
  followSound,
  getSound,
  listFollowedSounds,
  listPostsOfSound,
  setTakedown,
} from './sounds.ts'
import { getTag, listFollowedTags, listPostsOf, setFollowed } from './topics.ts'

const serveTags = (app: FastifyInstance, deps: PostsDeps, shared: SharedReads): void => {
  route(app, contract.getTag, ({ params, viewer }) => getTag(deps, params.tag, viewer))
  route(app, contract.listPostsOfTag, ({ params, query, viewer }) =>
    listPostsOf(deps, shared, { ...query, topic: tagTopic(params.tag), viewer }),
  )
  route(app, contract.followTag, ({ params, viewer }) =>
    setFollowed(deps, { topic: tagTopic(params.tag), viewer, wanted: true }),
  )
  route(app, contract.unfollowTag, ({ params, viewer }) =>
    setFollowed(deps, { topic: tagTopic(params.tag), viewer, wanted: false }),
  )
  route(app, contract.listFollowedTags, async ({ viewer }) => ({
    tags: await listFollowedTags(deps, viewer),
  }))
}

const serveSounds = (app: FastifyInstance, deps: PostsDeps, shared: SharedReads): void => {
  route(app, contract.getSound, async ({ params, viewer }) => ({
    sound: await getSound(deps, shared, { ...params, viewer }),
  }))
  route(app, contract.listPostsOfSound, ({ params, query, viewer }) =>
    listPostsOfSound(deps, shared, { ...query, ...params, viewer }),
  )
  route(app, contract.changeSound, async ({ params, viewer, body }) => {
    await changeSound(deps, { ...params, viewer, changes: body })
    return { sound: await getSound(deps, shared, { ...params, viewer }) }
  })
  route(app, contract.takeDownSound, async ({ params, viewer, body }) => {
    await setTakedown(deps, { ...params, viewer, reason: body.reason })
    return { sound: await getSound(deps, shared, { ...params, viewer }) }
  })
  route(app, contract.restoreSound, async ({ params, viewer }) => {
    await setTakedown(deps, { ...params, viewer, reason: null })
    return { sound: await getSound(deps, shared, { ...params, viewer }) }
  })
  route(app, contract.followSound, ({ params, viewer }) =>
    followSound(deps, { ...params, viewer, wanted: true }),
  )
  route(app, contract.unfollowSound, ({ params, viewer }) =>
    followSound(deps, { ...params, viewer, wanted: false }),
  )
  route(app, contract.listFollowedSounds, async ({ viewer }) => ({
    sounds: await listFollowedSounds(deps, viewer),
  }))
}

const serveLineage = (app: FastifyInstance, deps: PostsDeps, shared: SharedReads): void => {
  route(app, contract.getLineage, ({ params, viewer }) => getLineage(deps, shared, { ...params, viewer }))
  route(app, contract.listVideoReplies, ({ params, query, viewer }) =>
    listVideoReplies(deps, shared, { ...query, ...params, viewer }),
  )
}

/** What posts have in common: the pages of hashtags and sounds, and of what was made from what. */
export const serveTopics = (app: FastifyInstance, deps: PostsDeps, shared: SharedReads): void => {
  serveTags(app, deps, shared)
  serveSounds(app, deps, shared)
  serveLineage(app, deps, shared)
}
