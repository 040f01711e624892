import { Recommender } from '@busker/ranking'
import { answer } from './engine.ts'
import type { Answers, Question } from './protocol.ts'
import type { Asked } from './thread.ts'

/** The recommender in the calling thread: under virtual time the same inputs make the same pages. It stores nothing. */
export const runInline = (places: number): Asked => {
  const recommender = new Recommender({ places })
  return {
    ready: Promise.resolve(0),
    died: new Promise(() => undefined),
    // Checked boundary: `engine.ts` answers each question by its kind.
    ask: async <Q extends Question>(question: Q) => answer(recommender, question) as Answers[Q['kind']],
    tell: async ({ inputs }) => {
      for (const input of inputs) recommender.tell(input)
    },
    stop: async () => undefined,
    kill: async () => undefined,
  }
}
