import { parseArgs } from 'node:util'
import { StartError } from '#platform/errors'
import type { Command } from '../command.ts'
import { given } from './given.ts'
import { evaluateKuairand } from './kuairand.ts'

const options = {
  impressions: { type: 'string' },
  sequences: { type: 'string' },
  users: { type: 'string' },
  videos: { type: 'string' },
  'test-from': { type: 'string' },
  'test-to': { type: 'string' },
} as const

const dateOf = (text: string, name: string): number => {
  if (!/^\d{8}$/.test(text)) throw new StartError(`--${name} looks like 20220501.`)
  return Number(text)
}

const share = (value: number | null): string => (value === null ? '–' : value.toFixed(4))

/** `eval kuairand …`: how well the feed's learner does on real short-video impressions. */
export const run: Command = async ({ terminal, clock }, args) => {
  const { values } = parseArgs({ args: [...args], options })
  const files = {
    ...{ impressions: given(values, 'impressions'), sequences: given(values, 'sequences') },
    ...{ users: given(values, 'users'), videos: given(values, 'videos') },
  }
  const window = {
    from: dateOf(given(values, 'test-from'), 'test-from'),
    to: dateOf(given(values, 'test-to'), 'test-to'),
  }
  const beganMs = clock.nowMs()
  const found = await evaluateKuairand(files, window, (line) => terminal.progress(line))
  const seconds = (clock.nowMs() - beganMs) / 1000
  const { retrieval, ranking, watch } = found
  terminal.say(
    `retrieval  R@20 ${share(retrieval.r20)}  R@100 ${share(retrieval.r100)}  NDCG@20 ${share(retrieval.ndcg20)}  coverage@20 ${share(retrieval.coverage20)}`,
  )
  for (const [name, { frozen, online }] of Object.entries(ranking))
    terminal.say(
      `${name.padEnd(10)} AUC ${share(online.auc)} (frozen ${share(frozen.auc)})  log-loss ${share(online.logloss)} (${share(frozen.logloss)})  in sessions ${share(online.sessionGauc)}`,
    )
  terminal.say(`watch      error ${watch.mae.toFixed(2)} s  XAUC ${share(watch.xauc)}`)
  terminal.result({ ...found, seconds })
  return 0
}
