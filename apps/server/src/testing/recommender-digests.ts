import { openJournal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { places, stateDigest } from '#modules/feed'
import { dataPaths } from '../engines.ts'

/**
 * What the recommender of a stopped server knows, and what it would know had nothing ever happened to it: the same hash,
 * or something was lost or told twice.
 */
export const recommenderDigests = async (
  dataFolder: string,
): Promise<{ readonly sameAsReplay: boolean; readonly told: number }> => {
  const paths = dataPaths(dataFolder)
  const journal = await openJournal({ folder: paths.journal, log: silentLog() })
  try {
    const parts = { journal, folder: paths.ranker, places }
    const [stored, replayed] = [await stateDigest(parts, 'snapshot'), await stateDigest(parts, 'start')]
    return { sameAsReplay: stored.hash === replayed.hash, told: stored.told }
  } finally {
    await journal.close()
  }
}
