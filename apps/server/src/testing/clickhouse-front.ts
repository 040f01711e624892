// A ClickHouse server as small as our client needs it: the engine of this process behind its HTTP interface.
// Run: node clickhouse-front.ts FOLDER PASSWORD; prints its address, ends with its standard input.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { drainPending } from 'chdb'
import { createChdbConnection } from 'chdb/connection'

/** What is part of an address and no setting of the engine. */
const ownNames = new Set(['query', 'query_id', 'database', 'wait_end_of_query'])
const mostConnections = 24
/** A real server takes this much; ids of a look-up travel in the address. */
const longestAddress = 1024 * 1024

type Connection = ReturnType<typeof createChdbConnection>

/** What a failed statement is answered with. */
interface Failure {
  readonly status: number
  readonly code: string
  readonly text: string
}

const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0' }
const plainText = (text: string): string =>
  text.replaceAll(/\\(.)/gs, (_, letter: string) => unescaped[letter] ?? letter)

/** `['a','b\\'c',3]` as values. Lists in lists are not sent by us. */
const listIn = (text: string): unknown[] =>
  [...text.slice(1, -1).matchAll(/'((?:\\.|[^'\\])*)'|([^,]+)/gs)].map(([, quoted, bare = '']) => {
    if (quoted !== undefined) return plainText(quoted)
    if (bare === 'NULL') return null
    return /^-?\d+$/.test(bare) ? BigInt(bare) : Number(bare)
  })

/** A bound value as the embedded engine wants it: it escapes what the client has escaped for the wire. */
const boundValue = (text: string, isList: boolean): unknown => {
  if (text === '\\N') return null
  return isList ? listIn(text) : plainText(text)
}

const boundValues = (sql: string, address: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries(
    [...address].flatMap(([name, text]) => {
      if (!name.startsWith('param_')) return []
      const bare = name.slice('param_'.length)
      return [[bare, boundValue(text, new RegExp(`\\{${bare}:\\s*Array\\(`).test(sql))]]
    }),
  )

const quoted = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Connections by what belongs to them and not to a statement: the database and the settings. */
const openConnections = (folder: string) => {
  const known = new Map<string, Promise<Connection>>()
  const open = async (address: URLSearchParams): Promise<Connection> => {
    const connection = createChdbConnection({ path: folder })
    const run = (query: string) => connection.command({ query })
    try {
      await run(`use ${address.get('database') ?? 'default'}`)
      const settings = [...address].filter(([name]) => !ownNames.has(name) && !name.startsWith('param_'))
      const list = settings.map(([name, value]) => `${name} = ${quoted(value)}`)
      if (list.length > 0) await run(`set ${list.join(', ')}`)
      return connection
    } catch (error) {
      await connection.close()
      throw error
    }
  }
  const closeOldest = async (): Promise<void> => {
    const [oldest] = known
    if (known.size <= mostConnections || oldest === undefined) return
    known.delete(oldest[0])
    await (await oldest[1]).close()
  }
  const of = async (address: URLSearchParams): Promise<Connection> => {
    const parts = [...address].filter(
      ([name]) => name === 'database' || (!ownNames.has(name) && !name.startsWith('param_')),
    )
    const key = JSON.stringify(parts)
    const opened = known.get(key) ?? open(address)
    // A map is walked in order of insertion: what was used last is put last.
    known.delete(key)
    known.set(key, opened)
    opened.catch(() => known.delete(key))
    await closeOldest()
    return opened
  }
  const close = async (): Promise<void> => {
    for (const connection of known.values()) await (await connection).close()
    await drainPending()
  }
  return { of, close }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const failureOf = (error: unknown): Failure => {
  const { message, cause } = error instanceof Error ? error : new TypeError(String(error))
  // The client's reader has taken the code off the message; the engine's own words are its cause.
  const text = cause instanceof Error ? cause.message : message
  const code = /Code: (\d+)/.exec(text)?.[1] ?? '1002'
  return { status: code === '60' || code === '81' ? 404 : 500, code, text }
}

const refuse = (response: ServerResponse, { status, code, text }: Failure): void => {
  response.writeHead(status, { 'x-clickhouse-exception-code': code, 'content-type': 'text/plain' })
  response.end(`${text}\n`)
}

const wrongPassword: Failure = {
  ...{ status: 403, code: '516' },
  text: 'Code: 516. DB::Exception: default: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)',
}

const answer = async (
  connections: ReturnType<typeof openConnections>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { searchParams: address } = new URL(request.url ?? '/', 'http://front')
  const body = await bodyOf(request)
  const queryId = address.get('query_id') ?? ''
  const inAddress = address.get('query')
  // As a server does it: what the body holds follows what the address holds.
  const sql = inAddress === null ? body : `${inAddress}\n${body}`
  const connection = await connections.of(address)
  const result = await connection.query({ query: sql, query_params: boundValues(sql, address) })
  response.writeHead(200, { 'x-clickhouse-query-id': queryId, 'x-clickhouse-summary': '{}' })
  result.stream.pipe(response)
}

const main = async (folder: string, password: string): Promise<void> => {
  const connections = openConnections(folder)
  // The engine admits one folder per process as long as a connection is open: this one stays.
  await connections.of(new URLSearchParams())
  const expected = `Basic ${Buffer.from(`default:${password}`).toString('base64')}`
  const server = createServer({ maxHeaderSize: longestAddress }, (request, response) => {
    if (request.url === '/ping') return void response.end('Ok.\n')
    if (request.headers.authorization !== expected) return refuse(response, wrongPassword)
    answer(connections, request, response).catch((error: unknown) => refuse(response, failureOf(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  process.stdout.write(`http://default:${password}@127.0.0.1:${port}\n`)
  process.stdin.resume()
  await once(process.stdin, 'close')
  server.closeAllConnections()
  server.close()
  await connections.close()
}

const [folder = '', password = ''] = process.argv.slice(2)
await main(folder, password)
