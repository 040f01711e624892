import { once } from 'node:events'
import { parseArgs } from 'node:util'
import type { Config } from '#config'
import { unreachable } from '#platform/assert'
import { acquireDataFolder, type ControlHandler, type DataFolder } from '#platform/control'
import type { Ffmpeg } from '#platform/ffmpeg'
import { createApp, createWorker, type App, type Worker } from '../app.ts'
import { welcomeOperators } from '../seed/demo-agency.ts'
import { makeDemoTown, wantsDemo } from '../seed/demo-town.ts'
import type { CommandContext } from './command.ts'
import {
  answerControl,
  answerWorkerControl,
  controlCommands,
  type ControlCommand,
} from './control-commands.ts'
import { openLogFile } from './log-file.ts'

/** A stop that takes longer than this has hung: ending hard loses nothing, by design. */
const longestStopMs = 30_000

const describeRole = ({ role, encoders }: Config): string => {
  switch (role) {
    case 'all':
      return `all: everything in this process, ${encoders} encoded at once`
    case 'api':
      return 'api: videos are encoded by workers in other processes'
    case 'worker':
      return `worker: ${encoders} encoded at once`
    default:
      return unreachable(role)
  }
}

const sayWhatItIs = ({ terminal, config }: CommandContext): void => {
  terminal.say(`Busker ${config.version}`)
  terminal.say(`  role      ${describeRole(config)}`)
  terminal.say(`  data      ${config.dataFolder}`)
  if (config.mediaFolder !== config.dataFolder) terminal.say(`  media     ${config.mediaFolder}`)
}

const describeFfmpeg = (ffmpeg: Ffmpeg | null): string =>
  ffmpeg === null
    ? 'no FFmpeg: compatible MP4 files play unchanged, others are refused. Install FFmpeg 5.1 or newer and start again.'
    : `FFmpeg ${ffmpeg.version}, ${ffmpeg.sandbox.level}`

const announce = (context: CommandContext, app: App, address: string): void => {
  const { terminal, config } = context
  sayWhatItIs(context)
  terminal.say(`  database  ${app.engines.postgresWay}`)
  terminal.say(`  video     ${describeFfmpeg(app.ffmpeg)}`)
  terminal.say(`Busker plays at ${config.publicUrl ?? address}`)
}

const announceWorker = (context: CommandContext, worker: Worker): void => {
  const { terminal } = context
  sayWhatItIs(context)
  terminal.say(`  database  ${worker.engines.postgresWay}`)
  terminal.say(`  video     ${describeFfmpeg(worker.ffmpeg)}`)
  terminal.say('Busker works')
}

const serveControl = (folder: DataFolder, handlerOf: (command: ControlCommand) => ControlHandler): void =>
  folder.serveControl(Object.fromEntries(controlCommands.map((command) => [command, handlerOf(command)])))

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
    serveControl(
      folder,
      (command) =>
        (given, { progress }) =>
          answerControl(app, command, { given, progress }),
    )
    const address = await app.listen()
    folder.announce(address)
    welcomeOperators(app)
    await app.work()
    announce(context, app, address)
    if (await wantsDemo(app, empty)) town = makeTown(context, app, stopping.signal)
    const reason = await untilToldToStop(lost)
    context.terminal.say(
      reason.startsWith('SIG') ? 'Stopping…' : `The database ended: ${reason}. Stopping; start again.`,
    )
  } finally {
    stopping.abort()
    await stopInTime(async () => {
      await town
      await app.stop()
    })
  }
}

/** Stops within bounds: one that hangs is ended hard. */
const stopInTime = async (stop: () => Promise<void>): Promise<void> => {
  const watchdog = setTimeout(() => process.kill(process.pid, 'SIGKILL'), longestStopMs)
  await stop()
  clearTimeout(watchdog)
}

const runWorker = async (context: CommandContext, folder: DataFolder): Promise<void> => {
  const worker = await createWorker(context)
  try {
    serveControl(folder, (command) => () => answerWorkerControl(worker, command))
    await worker.work()
    announceWorker(context, worker)
    // Its database is a server elsewhere: when that goes away it waits for it.
    await untilToldToStop(new Promise(() => undefined))
    context.terminal.say('Stopping…')
  } finally {
    await stopInTime(() => worker.stop())
  }
}

/** `start [--empty]`: runs until it is told to stop. */
export const run = async (given: CommandContext, args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } })
  const folder = await acquireDataFolder(given.config.dataFolder, { log: given.log })
  try {
    const { log, file } = openLogFile(given.config.dataFolder, given.config.logLevel)
    given.terminal.say(`Log: ${file}`)
    const context = { ...given, log }
    if (context.config.role === 'worker') await runWorker(context, folder)
    else await runServer(context, folder, values.empty)
    return 0
  } finally {
    await folder.release()
  }
}
