import { createApp, type App } from '../app.ts'
import { acquireDataFolder, callControl } from '#platform/control'
import type { CommandContext } from './command.ts'
import { answerControl, type ControlCommand } from './control-commands.ts'

/** Opens the app of a data folder that no server owns, for the length of `work`. */
export const withApp = async <T>(context: CommandContext, work: (app: App) => Promise<T>): Promise<T> => {
  const folder = await acquireDataFolder(context.config.dataFolder, { log: context.log })
  try {
    const app = await createApp(context)
    try {
      return await work(app)
    } finally {
      await app.stop()
    }
  } finally {
    await folder.release()
  }
}

/** Lets the running server do it, or opens its data folder when none runs. */
export const askServerOrOpen = async (
  context: CommandContext,
  command: ControlCommand,
  given: unknown,
): Promise<unknown> => {
  const progress = (line: unknown) => context.terminal.progress(String(line))
  const answer = await callControl(context.config.dataFolder, {
    command,
    arguments: given,
    onProgress: progress,
  })
  if (answer !== null) return answer.result
  return withApp(context, (app) => answerControl(app, command, { given, progress }))
}
