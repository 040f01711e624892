import type { CommentRules, PersonId, PostCommentRules, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import { soughtWord } from '#platform/words'
import type { SocialDeps } from '../deps.ts'
import { authorOf } from '../reach.ts'
import { openRules, rulesUnder } from '../rules/comment-life.ts'
import { keepRulesOfPerson, keepRulesOfPost, rulesOfPerson, rulesOfPost } from '../store/comment-rules.ts'

/** Who may comment under a post, and which words hold a comment back. */
export const effectiveRules = async (
  handle: Queryable,
  post: { postId: PostId; postAuthorId: PersonId },
): Promise<CommentRules> => {
  const [mine, here] = await Promise.all([
    rulesOfPerson(handle, post.postAuthorId),
    rulesOfPost(handle, post.postId),
  ])
  return rulesUnder(mine ?? openRules, here)
}

/** Words are kept as they are looked for, each once; what holds nothing to look for falls away. */
const wordsOf = (given: readonly string[]): string[] => [...new Set(given.map(soughtWord))].filter(Boolean)

export const getRules = async (deps: SocialDeps, viewer: PersonViewer): Promise<CommentRules> =>
  (await rulesOfPerson(deps.db.pool, viewer.personId)) ?? openRules

export const setRules = async (
  deps: SocialDeps,
  viewer: PersonViewer,
  given: CommentRules,
): Promise<CommentRules> => {
  const rules = { who: given.who, words: wordsOf(given.words) }
  await deps.db.transaction((tx) => keepRulesOfPerson(tx, viewer.personId, rules))
  return rules
}

const ownPost = async (deps: SocialDeps, viewer: PersonViewer, postId: PostId): Promise<void> => {
  if ((await authorOf(deps, postId, viewer)) !== viewer.personId) throw new AppError('forbidden')
}

interface RulesOfPost {
  readonly rules: PostCommentRules
  readonly mine: CommentRules
}

export const getPostRules = async (
  deps: SocialDeps,
  viewer: PersonViewer,
  postId: PostId,
): Promise<RulesOfPost> => {
  await ownPost(deps, viewer, postId)
  const here = await rulesOfPost(deps.db.pool, postId)
  return { rules: here ?? { who: null, words: [] }, mine: await getRules(deps, viewer) }
}

export const setPostRules = async (
  deps: SocialDeps,
  viewer: PersonViewer,
  given: { postId: PostId; rules: PostCommentRules },
): Promise<RulesOfPost> => {
  await ownPost(deps, viewer, given.postId)
  const rules = { who: given.rules.who, words: wordsOf(given.rules.words) }
  await deps.db.transaction((tx) => keepRulesOfPost(tx, given.postId, rules))
  return { rules, mine: await getRules(deps, viewer) }
}
