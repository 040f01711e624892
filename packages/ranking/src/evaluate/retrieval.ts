import { fitIals, type IalsSettings } from '../ials.ts'
import type { Interactions } from '../interactions.ts'
import { ndcg, recall } from '../judge.ts'
import { FairPlace, Retriever } from '../retriever.ts'

export interface RetrievalJudgement {
  readonly r20: number
  readonly r50: number
  readonly r100: number
  readonly r200: number
  readonly ndcg20: number
  /** The share of the catalogue that is among the first 20 of anybody. */
  readonly coverage20: number
  readonly users: number
  readonly targets: number
}

export interface RetrievalCase {
  /** Rows are people, columns videos. */
  readonly met: Interactions
  /** What each person wants that they never met before. */
  readonly wanted: ReadonlyMap<number, ReadonlySet<number>>
  /** Sightings that held somebody, faded by age, by video. */
  readonly held: Float64Array
  /** Videos that exist: slots without a video are not counted. */
  readonly videos: number
}

export interface RetrievalSettings {
  readonly vectors: IalsSettings
  readonly trendWeight: number
  /** Whether the last place of a page goes to what was shown least. */
  readonly fairPlace: boolean
}

const page = 20
const most = 200

/** Fits vectors, and ranks the whole catalogue for everybody who wants something (protocol P1 of feed.md 2.1). */
export const judgeRetrieval = (
  { met, wanted, held, videos }: RetrievalCase,
  { vectors, trendWeight, fairPlace }: RetrievalSettings,
): RetrievalJudgement => {
  const model = fitIals(met, vectors)
  const retriever = new Retriever(model.items, { held, weight: trendWeight })
  const fair = new FairPlace(met.columns, page)
  const sums = { r20: 0, r50: 0, r100: 0, r200: 0, ndcg20: 0 }
  const covered = new Set<number>()
  let targets = 0
  for (const [person, wants] of wanted) {
    const vector = model.users.values.subarray(person * vectors.size, (person + 1) * vectors.size)
    const seen = met.column.subarray(met.start[person] ?? 0, met.start[person + 1] ?? 0)
    const chosen = retriever.choose(vector, { seen, most })
    const ranked = fairPlace ? fair.arrange(chosen) : chosen
    sums.r20 += recall(ranked, wants, 20)
    sums.r50 += recall(ranked, wants, 50)
    sums.r100 += recall(ranked, wants, 100)
    sums.r200 += recall(ranked, wants, 200)
    sums.ndcg20 += ndcg(ranked, wants, page)
    targets += wants.size
    for (const video of ranked.subarray(0, page)) covered.add(video)
  }
  const mean = (sum: number): number => (wanted.size === 0 ? 0 : sum / wanted.size)
  return {
    ...{ r20: mean(sums.r20), r50: mean(sums.r50), r100: mean(sums.r100), r200: mean(sums.r200) },
    ...{ ndcg20: mean(sums.ndcg20), coverage20: covered.size / videos, users: wanted.size, targets },
  }
}
