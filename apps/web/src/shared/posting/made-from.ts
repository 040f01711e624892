import type { PostOptions } from './options.ts'

/** What a video is made from. */
export type MadeFrom = Pick<PostOptions, 'soundId' | 'answers'>

/** The same as a part of an address. */
export interface MadeFromSearch {
  readonly sound?: string
  readonly answers?: string
}

const idPattern = /^[0-9a-f-]{36}$/

const answersIn = (text: string | undefined): PostOptions['answers'] => {
  const [postId, commentId, ...rest] = (text ?? '').split('.')
  if (postId === undefined || commentId === undefined || rest.length > 0) return null
  return idPattern.test(postId) && idPattern.test(commentId) ? { postId, commentId } : null
}

export const madeFromSearch = ({ sound, answers }: MadeFromSearch): MadeFrom => ({
  soundId: sound ?? null,
  answers: answersIn(answers),
})

/** Only texts; what somebody typed into the address is judged by `madeFromSearch`. */
export const readMadeFrom = ({ sound, answers }: Record<string, unknown>): MadeFromSearch => ({
  ...(typeof sound === 'string' && { sound }),
  ...(typeof answers === 'string' && { answers }),
})

export const asSearch = ({ soundId, answers }: MadeFrom): MadeFromSearch => ({
  ...(soundId !== null && { sound: soundId }),
  ...(answers !== null && { answers: `${answers.postId}.${answers.commentId}` }),
})
