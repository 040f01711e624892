import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import type { Readable, Writable } from 'node:stream'

export interface ChildOptions {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly wallMs: number
  readonly signal?: AbortSignal | undefined
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  readonly onStdout: (chunk: Buffer) => void
}

export interface ChildEnd {
  readonly exitCode: number | null
  readonly exitSignal: NodeJS.Signals | null
  readonly endedBy: 'itself' | 'wall' | 'abort'
  readonly stderrTail: string
  /** All lines that it wrote to stderr, also those before the tail. */
  readonly stderrLines: number
  /** Whether it complained about memory anywhere, also before the tail. */
  readonly wantedMemory: boolean
  /** More CPU time than this it cannot have used: real time on every core. */
  readonly possibleCpuMs: number
}

const stderrTailBytes = 4096
/**
 * What FFmpeg, its libraries and the loader say when the limit of address space stops them. Our encoders' settings are
 * sound, so one that does not open is a sign of it too.
 */
const memoryComplaint =
  /Error while opening encoder|Cannot allocate memory|malloc of size|failed to map segment|Resource temporarily unavailable|std::bad_alloc|Out of memory/i
const longestComplaintChars = 40

/** Writes frames with back-pressure. A child that closes its input early ends this quietly; its exit code tells why. */
const feed = async (source: AsyncIterable<Uint8Array>, sink: Writable): Promise<void> => {
  for await (const chunk of source) {
    if (sink.destroyed) return
    if (!sink.write(chunk)) {
      const waited = new AbortController()
      const { signal } = waited
      await Promise.race([once(sink, 'drain', { signal }), once(sink, 'close', { signal })])
      // Takes the other listener away.
      waited.abort()
    }
  }
  sink.end()
}

/** Keeps the end of what the child complains about and counts the lines before it. */
const listen = (
  stderr: Readable | null,
): (() => Pick<ChildEnd, 'stderrTail' | 'stderrLines' | 'wantedMemory'>) => {
  let tail = Buffer.alloc(0)
  let lines = 0
  let wantedMemory = false
  stderr?.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
    if (!wantedMemory) {
      const seam = tail.subarray(-longestComplaintChars).toString('latin1')
      wantedMemory = memoryComplaint.test(seam + chunk.toString('latin1'))
    }
    tail = Buffer.concat([tail, chunk]).subarray(-stderrTailBytes)
  })
  return () => {
    const unfinished = tail.length > 0 && tail[tail.length - 1] !== 10 ? 1 : 0
    return { stderrTail: tail.toString('utf8').trim(), stderrLines: lines + unfinished, wantedMemory }
  }
}

/** The child leads a process group of its own, so that a wrapper script and what it started go together. */
const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already, or was never made: then the child alone is all there is.
    child.kill('SIGKILL')
  }
}

/** Runs one child to its end. Never rejects for what the child does, only when it cannot be started or fed. */
export const runChild = (options: ChildOptions): Promise<ChildEnd> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(options.file, options.args, {
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: options.env,
      cwd: options.cwd,
      // Out of the terminal's group: FFmpeg answers Ctrl-C the way it answers the CPU limit.
      detached: true,
    })
    let endedBy: ChildEnd['endedBy'] = 'itself'
    const stop = (reason: 'wall' | 'abort') => {
      endedBy = reason
      killGroup(child)
    }
    const onAbort = () => stop('abort')
    const timer = setTimeout(() => stop('wall'), options.wallMs)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const release = () => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    child.stdout?.on('data', options.onStdout)
    const heard = listen(child.stderr)
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (exitCode, exitSignal) => {
      release()
      const possibleCpuMs = (performance.now() - startedAt) * availableParallelism()
      resolve({ exitCode, exitSignal, endedBy, ...heard(), possibleCpuMs })
    })
    if (options.stdin !== undefined && child.stdin !== null) {
      // EPIPE is expected when the child stops first.
      child.stdin.on('error', () => undefined)
      feed(options.stdin, child.stdin).catch((error: unknown) => {
        killGroup(child)
        release()
        reject(error)
      })
    }
    if (options.signal?.aborted === true) onAbort()
  })
