import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import type { Input } from '@busker/ranking'
import { AppError } from '#platform/errors'
import type { Journal, JournalRecord } from '#platform/journal'
import { heardIn } from './journal-inputs.ts'
import { restoreRecommender, unknowing } from './restore.ts'
import { readVectors } from './vectors.ts'

/** The input of a record. Vectors lie in a file that the journal names; `onMissing` is told of one that is gone. */
export const inputOf = async (
  record: JournalRecord,
  { folder, onMissing }: { readonly folder: string; onMissing(file: string, error: unknown): void },
): Promise<Input | null> => {
  const heard = heardIn(record)
  if (heard?.kind !== 'vectors_file') return heard
  return readVectors(join(folder, basename(heard.file))).catch((error: unknown) => {
    onMissing(heard.file, error)
    return null
  })
}

const pieceOfJournal = 2000

/**
 * What the recommender knows at the end of a journal that nobody writes to, as a hash of all of its state: from the
 * newest snapshot on, or from the first record.
 *
 * @example (await stateDigest(parts, 'snapshot')) === (await stateDigest(parts, 'start'))
 */
export const stateDigest = async (
  {
    journal,
    folder,
    places,
  }: { readonly journal: Journal; readonly folder: string; readonly places: number },
  from: 'snapshot' | 'start',
): Promise<{ readonly hash: string; readonly told: number }> => {
  const restored = from === 'snapshot' ? await restoreRecommender(folder, places) : unknowing(places)
  const { recommender } = restored
  let { offset } = restored
  while (offset < journal.end) {
    const records = await journal.read(offset, pieceOfJournal)
    for (const record of records) {
      const input = await inputOf(record, {
        folder,
        onMissing: (_, error) => {
          throw new AppError('internal', { cause: error })
        },
      })
      if (input !== null) recommender.tell(input)
    }
    offset += records.length
  }
  const hash = createHash('sha256')
  for (const chunk of recommender.save()) hash.update(chunk)
  return { hash: hash.digest('hex'), told: recommender.told }
}
