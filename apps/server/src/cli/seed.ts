import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartError } from '#platform/errors'
import type { CommandContext } from './command.ts'
import { askServerOrOpen } from './with-app.ts'

/** `seed --clips FOLDER`: posts real clips. The files are converted while a server runs, now or at its next start. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { clips: { type: 'string' } } })
  if (values.clips === undefined)
    throw new StartError('Say which folder: "seed --clips FOLDER" with a manifest.json in it.')
  const answer = await askServerOrOpen(context, 'seed.clips', { folder: resolve(values.clips) })
  context.terminal.say(
    'All clips are posted. They appear as soon as each is converted; a running server does that.',
  )
  context.terminal.result(answer)
  return 0
}
