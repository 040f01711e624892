import type { Clock } from '#platform/clock'

interface Kept<Answer> {
  /** When it was asked for: its facts are not older than this. */
  readonly madeMs: number
  readonly answer: Promise<Answer>
  /** A newer one is being computed. */
  isRenewed: boolean
}

/**
 * Keeps answers for a short time. While one is fresh it is given again; after that the old one is still given at once and
 * a new one computed meanwhile, until it is too old for that. Who asks while it is being computed waits for the one
 * computation; a failed one is forgotten. Holds `most` answers, the oldest go first.
 *
 * @example
 * const answers = recentAnswers<Board>(clock, { freshMs: 20_000, usableMs: 40_000, most: 200 })
 * await answers(key, compute)
 */
export const recentAnswers = <Answer>(
  clock: Clock,
  { freshMs, usableMs, most }: { readonly freshMs: number; readonly usableMs: number; readonly most: number },
): ((key: string, compute: () => Promise<Answer>) => Promise<Answer>) => {
  const kept = new Map<string, Kept<Answer>>()
  const keep = (key: string, mine: Kept<Answer>): void => {
    kept.delete(key)
    kept.set(key, mine)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }
  const begin = (key: string, compute: () => Promise<Answer>): Promise<Answer> => {
    const mine = { madeMs: clock.nowMs(), answer: compute(), isRenewed: false }
    keep(key, mine)
    mine.answer.catch(() => {
      if (kept.get(key) === mine) kept.delete(key)
    })
    return mine.answer
  }
  const renew = (key: string, old: Kept<Answer>, compute: () => Promise<Answer>): void => {
    old.isRenewed = true
    const madeMs = clock.nowMs()
    const answer = compute()
    answer.then(
      () => keep(key, { madeMs, answer, isRenewed: false }),
      () => {
        old.isRenewed = false
      },
    )
  }
  return (key, compute) => {
    const known = kept.get(key)
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() - known.madeMs
    if (known === undefined || ageMs >= usableMs) return begin(key, compute)
    if (ageMs >= freshMs && !known.isRenewed) renew(key, known, compute)
    return known.answer
  }
}
