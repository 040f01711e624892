import { setTimeout as pause } from 'node:timers/promises'
import { patienceMs } from './visitor.ts'

const betweenLooksMs = 100

/** Looks again and again until the answer is the awaited one; tells the last answer when that never happens. */
export const until = async <T>(
  what: string,
  look: () => Promise<T>,
  isAwaited: (answer: T) => boolean,
  longestMs: number = patienceMs,
): Promise<T> => {
  const endMs = performance.now() + longestMs
  for (;;) {
    const answer = await look()
    if (isAwaited(answer)) return answer
    if (performance.now() > endMs) throw new Error(`${what}: never came, last seen ${JSON.stringify(answer)}`)
    await pause(betweenLooksMs)
  }
}
