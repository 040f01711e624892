import { readFile } from 'node:fs/promises'
import { interactionsOf, judgeTopN, SpectralFilter, type SpectralSettings } from '@busker/ranking'
import type { Clock } from '#platform/clock'
import { hasErrno, StartError } from '#platform/errors'

/** Chosen on a fifth of each person's items of Gowalla's training file that was held out of the fit. */
const settings: SpectralSettings = {
  basis: { size: 192, beside: 32, rounds: 2, seed: 1 },
  ...{ rowPower: 0.2, columnPower: 0.35, before: 0.2, after: 0.25, bend: 0.05 },
  shortlist: 500,
}

export interface TopNResult {
  readonly recall20: number
  readonly ndcg20: number
  readonly fitSeconds: number
  readonly rankSeconds: number
  readonly users: number
  readonly items: number
}

interface Pairs {
  readonly row: number[]
  readonly column: number[]
}

/** Lines of whole numbers: a user, then the items that the user met. A user may have none. */
const readPairs = async (path: string): Promise<Pairs> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT')) throw new StartError(`There is no file ${path}. Check the path.`)
    throw error
  })
  const pairs: Pairs = { row: [], column: [] }
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [user = -1, ...items] = line.trim().split(/\s+/).map(Number)
    if ([user, ...items].some((one) => !Number.isSafeInteger(one) || one < 0))
      throw new StartError(`${path}, line ${at + 1}: a user and items are whole numbers from 0 on.`)
    for (const item of new Set(items)) {
      pairs.row.push(user)
      pairs.column.push(item)
    }
  }
  return pairs
}

const countOf = (ids: readonly number[]): number => ids.reduce((largest, id) => Math.max(largest, id), -1) + 1

const wantedOf = ({ row, column }: Pairs): Map<number, Set<number>> => {
  const wanted = new Map<number, Set<number>>()
  for (const [at, user] of row.entries())
    wanted.set(user, (wanted.get(user) ?? new Set()).add(column[at] ?? 0))
  return wanted
}

/** Fits on one file, and ranks all items that each user of the other has not met. */
export const evaluateTopN = async (
  { train, test }: { readonly train: string; readonly test: string },
  clock: Clock,
  onProgress: (line: string) => void,
): Promise<TopNResult> => {
  onProgress('reading')
  const [known, asked] = [await readPairs(train), await readPairs(test)]
  if (known.row.length === 0) throw new StartError(`${train} has nobody who met anything. Check the file.`)
  const rows = countOf([...known.row, ...asked.row])
  const columns = countOf([...known.column, ...asked.column])
  const met = interactionsOf(known, { rows, columns })
  onProgress('finding the strongest directions')
  const beganMs = clock.nowMs()
  const filter = new SpectralFilter(met, settings)
  const fittedMs = clock.nowMs()
  onProgress('ranking all items for everybody')
  const found = judgeTopN(filter, met, wantedOf(asked))
  return {
    ...{ recall20: found.recall20, ndcg20: found.ndcg20 },
    ...{ fitSeconds: (fittedMs - beganMs) / 1000, rankSeconds: (clock.nowMs() - fittedMs) / 1000 },
    ...{ users: found.users, items: columns },
  }
}
