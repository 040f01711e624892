import { spawn, type ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const program = resolve(import.meta.dirname, '../../apps/server/src/main.ts')

export interface ServerOptions {
  readonly dataFolder: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
}

/** How a server process ended. */
export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A real Busker in a process of its own. */
export interface ServerProcess {
  readonly pid: number
  /** The address, once it answers; rejects with what it wrote when it ends before that. */
  readonly ready: Promise<string>
  readonly ended: Promise<End>
  /** All that it wrote so far, both streams. */
  output(): string
  /** What it wrote on standard error, as lines. */
  complaints(): string[]
  /** `kill -9`. */
  kill(): Promise<End>
  /** SIGTERM; resolves when it has drained. */
  stop(): Promise<End>
}

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => settle({ code, signal }))
  })

/** Starts the server as an operator would; port 0 unless told, so that scenarios never meet. */
export const startServer = (options: ServerOptions): ServerProcess => {
  const env = {
    ...process.env,
    BUSKER_DATA: options.dataFolder,
    BUSKER_PORT: '0',
    BUSKER_REQUESTS_PER_MINUTE: '1000000',
    NODE_OPTIONS: undefined,
    ...options.env,
  }
  const child = spawn(process.execPath, [program, 'start', ...(options.args ?? ['--empty'])], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let everything = ''
  let complaints = ''
  let announced: (address: string) => void = () => undefined
  const address = new Promise<string>((settle) => {
    announced = settle
  })
  child.stdout.on('data', (chunk: Buffer) => {
    everything += chunk.toString('utf8')
    const found = /plays at (http:\S+)\n/.exec(everything)?.[1]
    if (found !== undefined) announced(found)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    everything += chunk.toString('utf8')
    complaints += chunk.toString('utf8')
  })
  const ended = endOf(child)
  const early = ended.then((end) => {
    throw new Error(`the server ended before it was ready (${JSON.stringify(end)}): ${everything}`)
  })
  const ready = Promise.race([address, early])
  // Whoever kills a server that starts does not wait for it to be ready.
  ready.catch(() => undefined)
  const end = (signal: NodeJS.Signals): Promise<End> => {
    child.kill(signal)
    return ended
  }
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    output: () => everything,
    complaints: () => complaints.split('\n').filter((line) => line.trim() !== ''),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** Processes, other than this one, that were started for this data folder: their command line or folder names it. */
export const processesOf = async (dataFolder: string): Promise<string[]> => {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines
    .map((line) => line.replaceAll('\0', ' ').trim())
    .filter((line) => line.includes(dataFolder) && /postgres|ffmpeg|ffprobe|main\.ts/.test(line))
}

/** Waits until nothing runs for this data folder; what is left after the time, if anything. */
export const leftProcesses = async (dataFolder: string, withinMs = 20_000): Promise<string[]> => {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 100) {
    if ((await processesOf(dataFolder)).length === 0) return []
    await pause(100)
  }
  return processesOf(dataFolder)
}
