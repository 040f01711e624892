import { parseArgs } from 'node:util'
import type { OffPolicyJudgement } from '@busker/ranking'
import { StartError } from '#platform/errors'
import type { replayServed } from '#modules/feed'
import type { Command } from '../command.ts'

const options = { days: { type: 'string', default: '14' } } as const

const say = (name: string, judged: OffPolicyJudgement): string => {
  const slots = `${judged.slots} slots, ${Math.round(judged.ess)} of effect`
  if (judged.verdict === 'too_little') return `${name.padEnd(20)} too little to tell (${slots})`
  const { low, high } = judged.interval
  return `${name.padEnd(20)} ${judged.snips.toFixed(4)} held  (95 %: ${low.toFixed(4)} to ${high.toFixed(4)}; ${slots})`
}

/** `eval replay`: what this instance served, and what other ways of choosing would have been worth. */
export const run: Command = async (context, args) => {
  const { values } = parseArgs({ args: [...args], options })
  const days = Number(values.days)
  if (!Number.isInteger(days) || days < 1 || days > 90)
    throw new StartError('--days is a whole number from 1 to 90.')
  const { terminal, clock } = context
  const toMs = clock.nowMs()
  const period = { fromMs: toMs - days * 86_400_000, toMs }
  // Loaded only here, as it reads a whole server.
  const { askServerOrOpen } = await import('../with-app.ts')
  // Checked boundary: the answer of this very program.
  const found = (await askServerOrOpen(context, 'feed.replay', period)) as Awaited<
    ReturnType<typeof replayServed>
  >
  terminal.say(`${found.served} slots served in ${days} days, ${found.seen} of them came into view`)
  terminal.say(say('as logged', found.policies.asLogged))
  terminal.say(say('without exploration', found.policies.withoutExploration))
  for (const [source, judged] of Object.entries(found.sources)) terminal.say(say(source, judged))
  terminal.result({
    ...found,
    verdict: found.policies.asLogged.verdict,
    ess: found.policies.asLogged.ess,
    days,
  })
  return 0
}
