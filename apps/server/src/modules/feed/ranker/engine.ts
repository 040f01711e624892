import type { Input, Recommender } from '@busker/ranking'
import type { Answers, Pairs, Question } from './protocol.ts'

/** Who watched what, as columns; of several watches of one video one that held counts. */
const pairsOf = (recommender: Recommender): Pairs => {
  const held = new Map<number, Map<number, boolean>>()
  for (const [person, video, isHeld] of recommender.pairs()) {
    const own = held.get(person) ?? new Map<number, boolean>()
    held.set(person, own.set(video, isHeld || own.get(video) === true))
  }
  const columns = new Map<number, number>()
  const columnOf = (video: number): number => {
    const column = columns.get(video) ?? columns.size
    columns.set(video, column)
    return column
  }
  const pairs = [...held.values()].flatMap((own, row) =>
    Array.from(own, ([video, isHeld]) => [row, columnOf(video), Number(isHeld)] as const),
  )
  return {
    person: Int32Array.from(pairs, ([row]) => row),
    video: Int32Array.from(pairs, ([, column]) => column),
    held: Uint8Array.from(pairs, ([, , isHeld]) => isHeld),
    videoIds: Array.from(columns.keys(), (slot) => recommender.videoId(slot)),
  }
}

/** Answers a question from what the recommender knows; asking changes nothing. */
export const answer = (recommender: Recommender, question: Question): Answers[Question['kind']] => {
  switch (question.kind) {
    case 'page':
      return recommender.page(question.request)
    case 'taste':
      return recommender.taste(question.viewerId, question.atMs)
    case 'explorations':
      return question.videoIds.flatMap((id) => {
        const found = recommender.exploration(id)
        return found === null ? [] : [[id, found] as const]
      })
    case 'topics':
      return recommender.topics(question.most)
    case 'live':
      return recommender.liveIds()
    case 'pairs':
      return pairsOf(recommender)
    case 'told':
      return recommender.told
  }
}

/** Tells inputs for so long at a time, so that a question in between waits no longer. */
const sliceMs = 5

export interface Slices {
  /** Milliseconds of a clock that only goes forward. */
  nowMs(): number
  /** Lets questions that have arrived be answered. */
  yield(): Promise<void>
}

/** Learning and answering alternate: inputs are told in slices. */
export const tellInSlices = async (
  recommender: Recommender,
  inputs: readonly Input[],
  slices: Slices,
): Promise<void> => {
  let until = slices.nowMs() + sliceMs
  for (const input of inputs) {
    recommender.tell(input)
    if (slices.nowMs() < until) continue
    await slices.yield()
    until = slices.nowMs() + sliceMs
  }
}
