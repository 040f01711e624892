import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { acquireDataFolder, type ControlHandler, type DataFolder } from '#platform/control'
import { createApp, type App } from '../app.ts'
import { makeDemoTown, wantsDemo } from '../seed/demo-town.ts'
import type { CommandContext } from './command.ts'
import { answerControl, controlCommands } from './control-commands.ts'
import { openLogFile } from './log-file.ts'

/** A stop that takes longer than this has hung: ending hard loses nothing, by design. */
const longestStopMs = 30_000

const announce = (context: CommandContext, app: App, address: string): void => {
  const { terminal, config } = context
  terminal.say(`Busker ${config.version}`)
  terminal.say(`  data      ${config.dataFolder}`)
  terminal.say(`  database  ${app.engines.postgresWay}`)
  terminal.say(
    `  video     ${app.ffmpeg ? `FFmpeg ${app.ffmpeg.version}` : 'no FFmpeg: uploads wait. Install FFmpeg 5.1 or newer and start again.'}`,
  )
  terminal.say(`Busker plays at ${config.publicUrl ?? address}`)
}

const serveControl = (app: App, folder: DataFolder): void => {
  const handlers = controlCommands.map((command): [string, ControlHandler] => [
    command,
    (given, { progress }) => answerControl(app, command, { given, progress }),
  ])
  folder.serveControl(Object.fromEntries(handlers))
}

/** Waits for the first reason to stop. A second signal while stopping ends hard. */
const untilToldToStop = async (lost: Promise<string>): Promise<string> => {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  const reason = await Promise.race([
    ...signals.map((signal) => once(process, signal).then(() => signal)),
    lost,
  ])
  for (const signal of signals) process.once(signal, () => process.kill(process.pid, 'SIGKILL'))
  return reason
}

const makeTown = async (context: CommandContext, app: App, signal: AbortSignal): Promise<void> => {
  const { terminal } = context
  const onProgress = ({ done, of, caption }: { done: number; of: number; caption: string }) =>
    terminal.progress(`  demo town ${done} of ${of}: ${caption.split('\n')[0]?.slice(0, 60)}`)
  try {
    await makeDemoTown(app, { signal, onProgress })
    if (!signal.aborted) terminal.say('  demo town complete')
  } catch (error) {
    if (signal.aborted) return
    context.log.error('demo.failed', error)
    terminal.say(
      `  demo town stopped: ${error instanceof Error ? error.message : String(error)}. It goes on at the next start.`,
    )
  }
}

const runServer = async (context: CommandContext, folder: DataFolder, empty: boolean): Promise<void> => {
  let loseDatabase: (reason: string) => void = () => undefined
  const lost = new Promise<string>((resolve) => {
    loseDatabase = resolve
  })
  const app = await createApp({ ...context, onDatabaseLost: loseDatabase })
  const stopping = new AbortController()
  let town: Promise<void> = Promise.resolve()
  try {
    serveControl(app, folder)
    const address = await app.listen()
    folder.announce(address)
    await app.work()
    announce(context, app, address)
    if (await wantsDemo(app, empty)) town = makeTown(context, app, stopping.signal)
    const reason = await untilToldToStop(lost)
    context.terminal.say(
      reason.startsWith('SIG') ? 'Stopping…' : `The database ended: ${reason}. Stopping; start again.`,
    )
  } finally {
    stopping.abort()
    const watchdog = setTimeout(() => process.kill(process.pid, 'SIGKILL'), longestStopMs)
    await town
    await app.stop()
    clearTimeout(watchdog)
  }
}

/** `start [--empty]`: runs until it is told to stop. */
export const run = async (given: CommandContext, args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } })
  const folder = await acquireDataFolder(given.config.dataFolder, { log: given.log })
  try {
    const { log, file } = openLogFile(given.config.dataFolder, given.config.logLevel)
    given.terminal.say(`Log: ${file}`)
    await runServer({ ...given, log }, folder, values.empty)
    return 0
  } finally {
    await folder.release()
  }
}
