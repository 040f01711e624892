import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import { ringBell } from './bells.ts'
import { serveComments } from './comments/http.ts'
import type { SocialDeps } from './deps.ts'
import { listOfPerson, listPeople, setFollow } from './follows.ts'
import { setBlock, setMute, setNotInterested } from './hiding.ts'
import { setLike } from './likes.ts'
import { pageRequest } from '#platform/list-page'
import { listKept, setSave } from './saves.ts'
import { ownShare, postOfShare, sharePost } from './shares.ts'
import { circumstances } from './tell.ts'

const serveReactions = (app: FastifyInstance, deps: SocialDeps): void => {
  const told = circumstances(deps)
  route(app, contract.likePost, ({ params, query, viewer, request }) =>
    setLike(deps, { ...params, viewer, told: told(query, request), wanted: true }),
  )
  route(app, contract.unlikePost, ({ params, query, viewer, request }) =>
    setLike(deps, { ...params, viewer, told: told(query, request), wanted: false }),
  )
  route(app, contract.savePost, ({ params, query, viewer, request }) =>
    setSave(deps, { ...params, viewer, told: told(query, request), wanted: true }),
  )
  route(app, contract.unsavePost, ({ params, query, viewer, request }) =>
    setSave(deps, { ...params, viewer, told: told(query, request), wanted: false }),
  )
  route(app, contract.listSaved, async ({ query, viewer }) => {
    const { items, next } = await listKept(deps, { list: 'saved', viewer }, pageRequest(query))
    return { posts: items, nextCursor: next }
  })
  route(app, contract.listLiked, async ({ query, viewer }) => {
    const { items, next } = await listKept(deps, { list: 'liked', viewer }, pageRequest(query))
    return { posts: items, nextCursor: next }
  })
  route(app, contract.sharePost, ({ params, query, viewer, request }) =>
    sharePost(deps, { ...params, viewer, told: told(query, request) }),
  )
  route(app, contract.getOwnShare, ({ params, viewer }) => ownShare(deps, { ...params, viewer }))
  route(app, contract.getShare, async ({ params, viewer }) => ({
    post: await postOfShare(deps, params.token, viewer),
  }))
  route(app, contract.markNotInterested, async ({ params, query, viewer, request }) => {
    await setNotInterested(deps, { ...params, viewer, told: told(query, request), wanted: true })
    return {}
  })
  route(app, contract.unmarkNotInterested, async ({ params, query, viewer, request }) => {
    await setNotInterested(deps, { ...params, viewer, told: told(query, request), wanted: false })
    return {}
  })
}

const servePeople = (app: FastifyInstance, deps: SocialDeps): void => {
  const told = circumstances(deps)
  route(app, contract.followPerson, ({ params, query, viewer, request }) =>
    setFollow(deps, { ...params, viewer, told: told(query, request), wanted: true }),
  )
  route(app, contract.unfollowPerson, ({ params, query, viewer, request }) =>
    setFollow(deps, { ...params, viewer, told: told(query, request), wanted: false }),
  )
  route(app, contract.addBell, ({ params, viewer }) => ringBell(deps, { ...params, viewer, wanted: true }))
  route(app, contract.removeBell, ({ params, viewer }) =>
    ringBell(deps, { ...params, viewer, wanted: false }),
  )
  route(app, contract.blockPerson, ({ params, query, viewer, request }) =>
    setBlock(deps, { ...params, viewer, told: told(query, request), wanted: true }),
  )
  route(app, contract.unblockPerson, ({ params, query, viewer, request }) =>
    setBlock(deps, { ...params, viewer, told: told(query, request), wanted: false }),
  )
  route(app, contract.mutePerson, ({ params, query, viewer, request }) =>
    setMute(deps, { ...params, viewer, told: told(query, request), wanted: true }),
  )
  route(app, contract.unmutePerson, ({ params, query, viewer, request }) =>
    setMute(deps, { ...params, viewer, told: told(query, request), wanted: false }),
  )
}

const serveLists = (app: FastifyInstance, deps: SocialDeps): void => {
  for (const [definition, list] of [
    [contract.listFollowers, 'followers'],
    [contract.listFollowing, 'following'],
  ] as const) {
    route(app, definition, async ({ params, query, viewer }) => {
      const given = { ...params, viewer, request: pageRequest(query) }
      const { items, next } = await listOfPerson(deps, list, given)
      return { people: items, nextCursor: next }
    })
  }
  for (const [definition, list] of [
    [contract.listBlocked, 'blocked'],
    [contract.listMuted, 'muted'],
  ] as const) {
    route(app, definition, async ({ query, viewer }) => {
      const given = { ownerId: viewer.personId, viewer, request: pageRequest(query) }
      const { items, next } = await listPeople(deps, list, given)
      return { people: items, nextCursor: next }
    })
  }
}

/** All endpoints of this module. */
export const serveSocial = (app: FastifyInstance, deps: SocialDeps): void => {
  serveReactions(app, deps)
  serveComments(app, deps)
  servePeople(app, deps)
  serveLists(app, deps)
}
