import type { Method } from '@busker/contract'

/** Somebody of a crowd: one browser of one person. */
export interface Member {
  readonly handle: string
  send(request: { method: Method; path: string; body?: object }): Promise<{ status: number; body: string }>
}

export interface Crowd {
  readonly members: readonly Member[]
  readonly postIds: readonly string[]
  /** Uniform in [0, 1). */
  readonly chance: () => number
  readonly uuid: () => string
  readonly isOver: () => boolean
}

/** What came of it: answers by what was asked and their status. */
export interface Tally {
  readonly answers: Map<string, number>
  /** What no request of these may be answered with. */
  readonly faults: string[]
}

interface Written {
  readonly postId: string
  readonly commentId: string
}

/** So many of the latest comments are liked, answered and removed. */
const mostRemembered = 400

/** Refusals that belong to the game: hidden by a block, not one's own, gone, a full list, too fast. */
const expected = [200, 403, 404, 409, 429]

const pick = <Item>(items: readonly Item[], chance: () => number): Item | undefined =>
  items[Math.floor(chance() * items.length)]

interface Wish {
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly body?: object
  readonly writes?: Written
}

type WishOf = (crowd: Crowd, written: readonly Written[]) => Wish | null

const ofPost =
  (name: string, method: Method, part: string): WishOf =>
  ({ postIds, chance }) => ({ name, method, path: `/v1/posts/${pick(postIds, chance)}/${part}` })

const ofPerson =
  (name: string, method: Method, part: string): WishOf =>
  ({ members, chance }) => ({ name, method, path: `/v1/people/${pick(members, chance)?.handle}/${part}` })

const ofComment =
  (name: string, method: Method, part: string): WishOf =>
  ({ chance }, written) => {
    const one = pick(written, chance)
    return one ? { name, method, path: `/v1/posts/${one.postId}/comments/${one.commentId}${part}` } : null
  }

const writes: WishOf = ({ postIds, chance, uuid }) => {
  const writing = { postId: pick(postIds, chance) ?? '', commentId: uuid() }
  const path = `/v1/posts/${writing.postId}/comments/${writing.commentId}`
  return { name: 'comment', method: 'PUT', path, body: { text: 'Bravo' }, writes: writing }
}

const answers: WishOf = ({ chance, uuid }, written) => {
  const answered = pick(written, chance)
  if (!answered) return null
  const writing = { postId: answered.postId, commentId: uuid() }
  const path = `/v1/posts/${writing.postId}/comments/${writing.commentId}`
  const body = { text: 'Encore', answersId: answered.commentId }
  return { name: 'reply', method: 'PUT', path, body, writes: writing }
}

/** What somebody does next; what is listed more often happens more often. Blocks are rare, or nobody would see anybody. */
const wishes: readonly WishOf[] = [
  ...Array.from({ length: 3 }, () => [
    ofPost('like', 'PUT', 'like'),
    ofPost('unlike', 'DELETE', 'like'),
    ofPost('save', 'PUT', 'save'),
    ofPost('unsave', 'DELETE', 'save'),
    ofComment('like a comment', 'PUT', '/like'),
    ofComment('unlike a comment', 'DELETE', '/like'),
    ofComment('remove a comment', 'DELETE', ''),
    ofPerson('follow', 'PUT', 'follow'),
    ofPerson('unfollow', 'DELETE', 'follow'),
    ofPerson('unblock', 'DELETE', 'block'),
    writes,
    writes,
    answers,
    answers,
  ]).flat(),
  ofPost('share', 'POST', 'share'),
  ofPost('list comments', 'GET', 'comments?sort=top'),
  ofComment('pin', 'PUT', '/pin'),
  ofComment('heart', 'PUT', '/heart'),
  ofPerson('block', 'PUT', 'block'),
]

/** Everybody does one thing after another, all at once, until it is over. */
export const runCrowd = async (crowd: Crowd): Promise<Tally> => {
  const tally: Tally = { answers: new Map(), faults: [] }
  const written: Written[] = []
  const live = async (member: Member): Promise<void> => {
    while (!crowd.isOver()) {
      const wish = pick(wishes, crowd.chance)?.(crowd, written)
      if (!wish) continue
      const { name, writes: writing, ...request } = wish
      const { status, body } = await member.send(request)
      const key = `${name} ${status}`
      tally.answers.set(key, (tally.answers.get(key) ?? 0) + 1)
      if (!expected.includes(status)) tally.faults.push(`${key}: ${body}`)
      if (writing && status === 200) written.push(writing)
      if (written.length > mostRemembered) written.splice(0, mostRemembered / 2)
    }
  }
  await Promise.all(crowd.members.map(live))
  return tally
}
