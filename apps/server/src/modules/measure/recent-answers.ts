import type { Clock } from '#platform/clock'

interface Kept<Answer> {
  readonly untilMs: number
  readonly answer: Promise<Answer>
}

/**
 * Keeps answers for a short time. Who asks the same while it is being computed waits for the one computation; a failed
 * one is forgotten at once. Holds `most` answers, the oldest go first.
 *
 * @example const answers = recentAnswers<Board>(clock, { freshMs: 20_000, most: 200 }); await answers(key, compute)
 */
export const recentAnswers = <Answer>(
  clock: Clock,
  { freshMs, most }: { readonly freshMs: number; readonly most: number },
): ((key: string, compute: () => Promise<Answer>) => Promise<Answer>) => {
  const kept = new Map<string, Kept<Answer>>()
  return (key, compute) => {
    const known = kept.get(key)
    if (known && known.untilMs > clock.nowMs()) return known.answer
    kept.delete(key)
    const answer = compute()
    const mine = { untilMs: clock.nowMs() + freshMs, answer }
    kept.set(key, mine)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    answer.catch(() => {
      if (kept.get(key) === mine) kept.delete(key)
    })
    return answer
  }
}
