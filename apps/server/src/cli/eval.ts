import { StartError } from '#platform/errors'
import type { Command } from './command.ts'

/** Each is loaded only when it is asked for. */
const judges: Record<string, () => Promise<{ run: Command }>> = {
  kuairand: () => import('./eval/kuairand-command.ts'),
  replay: () => import('./eval/replay-command.ts'),
  topn: () => import('./eval/top-n-command.ts'),
}

/** `eval kuairand | replay | topn …`: how well the feed learns and chooses. */
export const run: Command = async (context, [name = '', ...args]) => {
  const load = Object.hasOwn(judges, name) ? judges[name] : undefined
  if (!load)
    throw new StartError(`eval knows ${Object.keys(judges).join(', ')}. Run "busker help" for the commands.`)
  const judge = await load()
  return judge.run(context, args)
}
