import {
  judgeRanking,
  judgeRetrieval,
  Learner,
  type RankingJudgement,
  type RetrievalJudgement,
} from '@busker/ranking'
import {
  catalogueOf,
  learnerSettings,
  placesOf,
  readKuairand,
  retrievalCaseOf,
  retrievalSettings,
  toldOf,
  warmed,
  type KuairandFiles,
  type Window,
} from './kuairand-cases.ts'

export interface KuairandResult extends RankingJudgement {
  readonly retrieval: RetrievalJudgement
}

/**
 * The protocols P1 to P3 on files of KuaiRand-Pure: everything before the window warms up. Throws StartError for files
 * that cannot be used and for a window without impressions before or in it.
 */
export const evaluateKuairand = async (
  files: KuairandFiles,
  window: Window,
  onProgress: (line: string) => void,
): Promise<KuairandResult> => {
  onProgress('reading')
  const data = await readKuairand(files)
  const places = placesOf(data, window)
  onProgress('choosing among all videos')
  const retrieval = judgeRetrieval(retrievalCaseOf(data, places), retrievalSettings)
  onProgress('learning what was watched before')
  const learner = warmed(data, new Learner(learnerSettings, catalogueOf(data)))
  onProgress('foretelling every impression')
  return { retrieval, ...judgeRanking(learner, toldOf(data.impressions), places) }
}
