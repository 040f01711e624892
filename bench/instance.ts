import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request as httpRequest } from 'node:http'
import { createApp, loadConfig, silentLog, systemClock, systemIds, type App } from '@busker/server'

/** A Busker of this process with an own data folder that goes with it. */
export interface Instance {
  readonly app: App
  readonly address: string
  readonly folder: string
  close(): Promise<void>
}

export const openInstance = async (): Promise<Instance> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  const clock = systemClock()
  const settings = { BUSKER_DATA: folder, BUSKER_PORT: '0', BUSKER_REQUESTS_PER_MINUTE: '1000000' }
  const app = await createApp({
    config: loadConfig(settings),
    clock,
    ids: systemIds(clock),
    log: silentLog(),
  })
  await app.work()
  const address = await app.listen()
  const close = async () => {
    await app.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { app, address, folder, close }
}

export interface Caller {
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; text: string }>
  close(): void
}

/** Calls over connections that stay open, as browsers do; `viewerId` is the cookie of a viewer without an account. */
export const openCaller = (address: string, viewerId: string): Caller => {
  const agent = new Agent({ keepAlive: true })
  const call: Caller['call'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const headers = {
        ...type,
        cookie: `busker_viewer=${viewerId}`,
        'content-length': Buffer.byteLength(text),
      }
      const request = httpRequest(new URL(path, address), { method, agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        )
      })
      request.once('error', reject)
      request.end(text)
    })
  return { call, close: () => agent.destroy() }
}
