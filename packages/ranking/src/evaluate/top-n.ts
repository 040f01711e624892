import type { Interactions } from '../interactions.ts'
import { ndcg, recall } from '../judge.ts'
import type { SpectralFilter } from '../spectral.ts'

export interface TopNJudgement {
  readonly recall20: number
  readonly ndcg20: number
  /** People who want something; only they are judged. */
  readonly users: number
}

const most = 20

/** Ranks all columns that a row has not met, for each row that wants something (the protocol of LightGCN, He et al., 2020). */
export const judgeTopN = (
  filter: SpectralFilter,
  met: Interactions,
  wanted: ReadonlyMap<number, ReadonlySet<number>>,
): TopNJudgement => {
  let [recalled, gained] = [0, 0]
  for (const [row, wants] of wanted) {
    const [from, to] = [met.start[row] ?? 0, met.start[row + 1] ?? 0]
    const column = met.column.subarray(from, to)
    const ranked = filter.choose({ column, weight: met.weight.subarray(from, to) }, { seen: column, most })
    recalled += recall(ranked, wants, most)
    gained += ndcg(ranked, wants, most)
  }
  const users = wanted.size
  return { recall20: users === 0 ? 0 : recalled / users, ndcg20: users === 0 ? 0 : gained / users, users }
}
