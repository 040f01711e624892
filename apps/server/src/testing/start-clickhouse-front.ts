import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A ClickHouse reached over HTTP, in a process of its own. */
export interface ClickhouseFront {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts the embedded engine behind a small HTTP server, so that the way over the network is tested where no ClickHouse
 * server is.
 *
 * @example
 * const front = await startClickhouseFront()
 * const facts = await openClickhouse({ url: front.url }, 'facts')
 */
export const startClickhouseFront = async (): Promise<ClickhouseFront> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-front-'))
  const program = join(import.meta.dirname, 'clickhouse-front.ts')
  const child = spawn(process.execPath, [program, folder, 'front-door'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const ended = once(child, 'close')
  const first = once(createInterface({ input: child.stdout }), 'line')
  const failed = ended.then(([code]) => {
    throw new TypeError(`the front of ClickHouse ended with ${code} before it was ready`)
  })
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const [url] = await Promise.race([first, failed])
  // It ends when it is told to; nobody waits for this any more.
  failed.catch(() => undefined)
  return { url: String(url), stop }
}
