import type { CommentRules, PersonId, PostCommentRules, PostId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

/** The rules of a person for all posts; null: none were set. */
export const rulesOfPerson = async (handle: Queryable, personId: PersonId): Promise<CommentRules | null> => {
  const row = await within<SocialTables>(handle)
    .selectFrom('social.comment_rules')
    .select(['who', 'words'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row ?? null
}

/** What differs under one post; null: nothing. */
export const rulesOfPost = async (handle: Queryable, postId: PostId): Promise<PostCommentRules | null> => {
  const row = await within<SocialTables>(handle)
    .selectFrom('social.post_comment_rules')
    .select(['who', 'words'])
    .where('post_id', '=', postId)
    .executeTakeFirst()
  return row ?? null
}

export const keepRulesOfPerson = async (tx: Tx, personId: PersonId, rules: CommentRules): Promise<void> => {
  await within<SocialTables>(tx)
    .insertInto('social.comment_rules')
    .values({ person_id: personId, ...rules })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({ who: rules.who, words: rules.words }),
    )
    .execute()
}

export const keepRulesOfPost = async (tx: Tx, postId: PostId, rules: PostCommentRules): Promise<void> => {
  await within<SocialTables>(tx)
    .insertInto('social.post_comment_rules')
    .values({ post_id: postId, ...rules })
    .onConflict((conflict) => conflict.column('post_id').doUpdateSet({ who: rules.who, words: rules.words }))
    .execute()
}
