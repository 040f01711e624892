import * as contract from '@busker/contract'
import type { Endpoint, PostId } from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  readyAsset,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from './testing/test-app.ts'

/*
 * Who sees what: every endpoint that names a post or a person, for every role, audience and block. An endpoint that is
 * new has to say here what it is, else the first test fails.
 */

/** Of these everybody gets 404 who may not see the post. */
const seen: Record<string, object | undefined> = {
  ...{ getPost: undefined, likePost: undefined, unlikePost: undefined, savePost: undefined },
  ...{ unsavePost: undefined, sharePost: undefined, markNotInterested: undefined },
  ...{ unmarkNotInterested: undefined, listComments: undefined, listGifters: undefined },
  ...{ getLineage: undefined, listVideoReplies: undefined },
  ...{ mutePostNotifications: undefined, unmutePostNotifications: undefined },
  ...{ deleteComment: undefined, quoteGift: undefined, getOwnShare: undefined },
  ...{ getComment: undefined, listReplies: undefined, likeComment: undefined, unlikeComment: undefined },
  editComment: { text: 'Hello again' },
  writeComment: { text: 'Hello' },
  sendGift: {
    ...{ giftId: '0193b3a4-0000-7000-8000-000000000001', version: 1, tick: 0, count: 1 },
    comboId: '0193b3a4-0000-7000-8000-000000000002',
  },
}
/** These are for the author, and some for operators: nobody else gets anything, whether they see the post or not. */
const ofAuthor: Record<string, object | undefined> = {
  ...{ deletePost: undefined, getExploration: undefined, getPostLink: undefined },
  ...{ getPostMetrics: undefined, getTypicalRetention: undefined, removePostLink: undefined },
  ...{ heartComment: undefined, unheartComment: undefined, pinComment: undefined },
  ...{ unpinComment: undefined, approveComment: undefined, getPostCommentRules: undefined },
  editPost: { caption: 'Mine now' },
  setPostCommentRules: { who: 'nobody', words: [] },
  replaceVideo: { assetId: '0193b3a4-0000-7000-8000-000000000001' },
  keepVideo: undefined,
  setPostLink: { code: 'abcdefghijkl', action: 'shop_now', destination: 'https://example.org/' },
}
/** Of these everybody gets 404 who is hidden from the person. */
const ofPerson: Record<string, object | undefined> = {
  ...{ getProfile: undefined, listFollowers: undefined, listFollowing: undefined },
  // In this order: only who follows can have a bell.
  ...{ listPostsOfPerson: undefined, followPerson: undefined, addBell: undefined, removeBell: undefined },
}
/** These concern one's own lists, or are an operator's: hiding changes nothing. */
const notHidden = new Set([
  ...['blockPerson', 'unblockPerson', 'mutePerson', 'unmutePerson', 'unfollowPerson', 'setRole'],
  ...['changeClientMember', 'removeClientMember', 'removeMember', 'signOutHere'],
])

const isEndpoint = (one: unknown): one is Endpoint =>
  typeof one === 'object' && one !== null && 'path' in one && 'access' in one
const endpoints = Object.values<unknown>(contract).filter(isEndpoint)
const naming = (parameter: string) => endpoints.filter(({ path }) => path.split('/').includes(parameter))

type Role =
  | 'author'
  | 'friend'
  | 'follower'
  | 'stranger'
  | 'minor'
  | 'nobody'
  | 'blocked'
  | 'blocker'
  | 'moderator'
  | 'operator'
const people = new Map<Role, Client>()
const posts = new Map<string, PostId>()

/** Who sees a post in this state, blocks included. */
const everybody: Role[] = [
  'author',
  'friend',
  'follower',
  'stranger',
  'minor',
  'nobody',
  'moderator',
  'operator',
]
const staff: Role[] = ['moderator', 'operator']
const seers: Record<string, readonly Role[]> = {
  public: everybody,
  limited: everybody,
  followers: ['author', 'friend', 'follower', ...staff],
  friends: ['author', 'friend', ...staff],
  private: ['author'],
  adults: everybody.filter((role) => role !== 'minor' && role !== 'nobody'),
}
/** States in which nobody but the author, or staff, gets the page, and nobody can do anything with it. */
const closed: Record<string, readonly Role[]> = { draft: ['author'], removed: ['author', ...staff] }

let app: TestApp
const make = async (author: Person, body: object): Promise<PostId> => {
  const assetId = await readyAsset(app, author)
  const made = await author.call(contract.createPost, { body: { assetId, caption: 'Hello', ...body } })
  return made.post.postId
}
const restrict = (postId: PostId, change: object) =>
  app.engines.db.transaction((tx) =>
    app.posts.restrict(tx, postId, {
      ...{ removed: false, limited: false, minimumAge: null, labels: [], ...change },
    }),
  )

beforeAll(async () => {
  app = await createTestApp()
  const operator = await signUp(app, 'operator')
  people.set('operator', operator)
  for (const role of ['author', 'friend', 'follower', 'stranger', 'blocked', 'blocker', 'moderator'] as const)
    people.set(role, await signUp(app, role))
  people.set('minor', await signUp(app, 'minor', '2010-01-01'))
  people.set('nobody', createClient(app))
  const moderator = { params: { handle: 'moderator' }, body: { role: 'moderator' as const } }
  await operator.call(contract.setRole, moderator)
  const author = people.get('author') as Person
  const act = (role: Role, endpoint: typeof contract.followPerson, handle: string) =>
    people.get(role)?.call(endpoint, { params: { handle } })
  for (const role of ['friend', 'follower', 'blocked'] as const)
    await act(role, contract.followPerson, 'author')
  await act('author', contract.followPerson, 'friend')
  await author.call(contract.blockPerson, { params: { handle: 'blocked' } })
  await people.get('blocker')?.call(contract.blockPerson, { params: { handle: 'author' } })
  for (const audience of ['public', 'followers', 'friends', 'private'])
    posts.set(audience, await make(author, { audience }))
  posts.set('draft', await make(author, { publish: 'draft' }))
  for (const [name, change] of [
    ['limited', { limited: true }],
    ['adults', { minimumAge: 18 }],
    ['removed', { removed: true }],
  ] as const) {
    posts.set(name, await make(author, {}))
    await restrict(posts.get(name) as PostId, change)
  }
})
afterAll(() => app.stop())

const statusOf = async (
  role: Role,
  endpoint: Endpoint,
  given: { name: string; body: object | undefined },
) => {
  const values: Record<string, string> = {
    ':postId': posts.get(given.name) ?? '',
    ':commentId': app.ids.uuid(),
    ':handle': 'author',
  }
  const path = endpoint.path
    .split('/')
    .map((part) => values[part] ?? part)
    .join('/')
  const query = endpoint.id === 'quoteGift' ? '?giftId=0193b3a4-0000-7000-8000-000000000001' : ''
  const answer = await people.get(role)?.send({
    ...{ method: endpoint.method, path: path + query },
    ...(given.body === undefined ? {} : { body: given.body }),
  })
  return answer?.status
}

const allRoles: Role[] = [...everybody, 'blocked', 'blocker']

test('every endpoint that names a post or a person says here what it is', () => {
  const unknown = [
    ...naming(':postId').filter(({ id }) => !(id in seen) && !(id in ofAuthor)),
    ...naming(':handle').filter(({ id }) => !(id in ofPerson) && !notHidden.has(id)),
  ]
  expect(unknown.map(({ id }) => id)).toEqual([])
})

describe.each(Object.keys({ ...seers, ...closed }))('a post: %s', (name) => {
  const may = new Set<Role>(seers[name] ?? closed[name])
  const isClosed = name in closed

  test('its page is there for those who may see it, and for nobody else', async () => {
    const found: Role[] = []
    for (const role of allRoles)
      if ((await statusOf(role, contract.getPost, { name, body: undefined })) === 200) found.push(role)
    expect(found.toSorted()).toEqual([...may].toSorted())
  })

  test.each(naming(':postId').filter(({ id }) => id in seen))('$id', async (endpoint) => {
    for (const role of allRoles) {
      if (may.has(role) && !isClosed) continue
      if (may.has(role) && endpoint.id === 'getPost') continue
      // Whoever is too young for gifts is told so before anything is looked up.
      const tooYoung = role === 'minor' && endpoint.id === 'sendGift'
      const refused = role === 'nobody' && endpoint.access !== 'public' ? 401 : tooYoung ? 403 : 404
      expect([role, await statusOf(role, endpoint, { name, body: seen[endpoint.id] })]).toEqual([
        role,
        refused,
      ])
    }
  })

  test.each(naming(':postId').filter(({ id }) => id in ofAuthor))(
    '$id is not for others',
    async (endpoint) => {
      for (const role of allRoles) {
        if (role === 'author' || role === 'operator') continue
        const status = await statusOf(role, endpoint, { name, body: ofAuthor[endpoint.id] })
        expect([role, [401, 403, 404].includes(Number(status)) ? 'refused' : status]).toEqual([
          role,
          'refused',
        ])
      }
    },
  )
})

describe('a person who blocked, or was blocked', () => {
  test.each(naming(':handle').filter(({ id }) => id in ofPerson))('$id', async (endpoint) => {
    for (const role of ['blocked', 'blocker'] as const)
      expect(await statusOf(role, endpoint, { name: '', body: undefined })).toBe(404)
    for (const role of ['stranger', 'moderator'] as const)
      expect(await statusOf(role, endpoint, { name: '', body: undefined })).toBe(200)
  })
})
