import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'

export interface ChildOptions {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
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
}

const stderrTailBytes = 4096

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

/** Runs one child to its end. Never rejects for what the child does, only when it cannot be started or fed. */
export const runChild = (options: ChildOptions): Promise<ChildEnd> =>
  new Promise((resolve, reject) => {
    const child = spawn(options.file, options.args, {
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: options.env,
    })
    let endedBy: ChildEnd['endedBy'] = 'itself'
    let stderrTail = Buffer.alloc(0)
    const stop = (reason: 'wall' | 'abort') => {
      endedBy = reason
      child.kill('SIGKILL')
    }
    const onAbort = () => stop('abort')
    const timer = setTimeout(() => stop('wall'), options.wallMs)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const release = () => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    child.stdout?.on('data', options.onStdout)
    child.stderr?.on('data', (chunk: Buffer) => {
      stderrTail = Buffer.concat([stderrTail, chunk]).subarray(-stderrTailBytes)
    })
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (exitCode, exitSignal) => {
      release()
      resolve({ exitCode, exitSignal, endedBy, stderrTail: stderrTail.toString('utf8').trim() })
    })
    if (options.stdin !== undefined && child.stdin !== null) {
      // EPIPE is expected when the child stops first.
      child.stdin.on('error', () => undefined)
      feed(options.stdin, child.stdin).catch((error: unknown) => {
        child.kill('SIGKILL')
        release()
        reject(error)
      })
    }
    if (options.signal?.aborted === true) onAbort()
  })
