import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { given } from './given.ts'
import { evaluateTopN } from './top-n.ts'

const options = { train: { type: 'string' }, test: { type: 'string' } } as const

/** `eval topn …`: who would want what, on pairs without time, as the literature judges it. */
export const run: Command = async ({ terminal, clock }, args) => {
  const { values } = parseArgs({ args: [...args], options })
  const files = { train: given(values, 'train'), test: given(values, 'test') }
  const found = await evaluateTopN(files, clock, (line) => terminal.progress(line))
  terminal.say(
    `Recall@20 ${found.recall20.toFixed(4)}  NDCG@20 ${found.ndcg20.toFixed(4)}  ${found.users} users, ${found.items} items  fitted in ${found.fitSeconds.toFixed(1)} s, ranked in ${found.rankSeconds.toFixed(1)} s`,
  )
  terminal.result(found)
  return 0
}
