import fc from 'fast-check'
import { catalog } from '../catalog/catalog.ts'
import { plainly } from '../plain/plainly.ts'
import { isSameAnswer } from '../same-answer.ts'
import { ask, settle, store, type Engine } from './facts.ts'
import { salesQuestions, salesStreams } from './sales-streams.ts'
import { questions, streams } from './streams.ts'

/** As many definitions as one query answers. */
const metricsInQuery = 12
const mostDifferences = 10

interface Agreement {
  readonly ok: boolean
  readonly runs: number
  readonly compared: number
  /** Numbers among them that are known and not 0: a stream without anything in it proves little. */
  readonly telling: number
  readonly differences: readonly unknown[]
}

const differencesOf = async (
  engine: Engine,
  [facts, asked]: readonly [Parameters<typeof plainly>[1], Parameters<typeof plainly>[2]],
  isSettled: boolean,
): Promise<Pick<Agreement, 'compared' | 'telling' | 'differences'>> => {
  await store(engine, facts)
  const settled = isSettled ? { unsettled: await settle(engine, facts, Number.MAX_SAFE_INTEGER) } : {}
  const question = { ...asked, ...settled }
  const { by, scope } = question
  const metrics = catalog().filter(
    ({ measure, scopes, slices }) =>
      measure !== null && scopes.includes(scope.kind) && (by === undefined || slices.includes(by)),
  )
  const differences: unknown[] = []
  let telling = 0
  for (let from = 0; from < metrics.length; from += metricsInQuery) {
    const some = metrics.slice(from, from + metricsInQuery)
    const { answers } = await ask(engine, some, question)
    for (const [index, metric] of some.entries()) {
      const [compiled, plain] = [answers[index]?.rows ?? [], plainly(metric, facts, question).rows]
      telling += plain.filter(({ value }) => value !== null && value !== 0).length
      if (!isSameAnswer(compiled, plain)) differences.push({ metric: metric.id, question, compiled, plain })
    }
  }
  return { compared: metrics.length, telling, differences }
}

/** Every definition that fits the question, in each of so many random streams; every other one settled. */
export const runAgreement = async (options: {
  /** With all tables of facts; it forgets what is in them. */
  readonly engine: Engine
  readonly seed: number
  readonly runs: number
  readonly say: (line: string) => void
}): Promise<Agreement> => {
  const differences: unknown[] = []
  let compared = 0
  let telling = 0
  const all = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(streams, questions) },
    { weight: 1, arbitrary: fc.tuple(salesStreams, salesQuestions) },
  )
  const samples = fc.sample(all, { numRuns: options.runs, seed: options.seed })
  for (const [run, sample] of samples.entries()) {
    const found = await differencesOf(options.engine, sample, run % 2 === 1)
    compared += found.compared
    telling += found.telling
    differences.push(...found.differences)
    if (run % 10 === 9)
      options.say(`${run + 1} of ${options.runs}: ${compared} compared, ${differences.length} differ`)
    if (differences.length >= mostDifferences) break
  }
  return {
    ok: differences.length === 0,
    runs: options.runs,
    compared,
    telling,
    differences: differences.slice(0, mostDifferences),
  }
}
