import type { CommentRules, PostCommentRules } from '@busker/contract'
import { holdsWord } from '#platform/words'

/** Long enough to mend a slip, too short to turn what others have answered into its contrary. */
export const editWindowMs = 900_000

/** Whether the words of a comment can still be changed. */
export const mayStillEdit = (createdAt: Date, nowMs: number): boolean =>
  nowMs - createdAt.getTime() <= editWindowMs

export const openRules: CommentRules = { who: 'everybody', words: [] }

/** What holds under one post: its own rule where it has one, else its author's; the words of both. */
export const rulesUnder = (mine: CommentRules, here: PostCommentRules | null): CommentRules => ({
  who: here?.who ?? mine.who,
  words: [...new Set([...mine.words, ...(here?.words ?? [])])],
})

/** Why somebody may not comment; null: they may. The author of the post always may. */
export const refusalOf = (
  who: CommentRules['who'],
  writer: { readonly isCreator: boolean; readonly followsCreator: boolean },
): 'comments_off' | 'comments_for_followers' | null => {
  if (writer.isCreator) return null
  switch (who) {
    case 'everybody':
      return null
    case 'followers':
      return writer.followsCreator ? null : 'comments_for_followers'
    case 'nobody':
      return 'comments_off'
  }
}

/** Whether a comment waits for the author of the post before others see it. */
export const isHeld = (text: string, rules: CommentRules, isCreator: boolean): boolean =>
  !isCreator && holdsWord(rules.words, text)
