import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as JSON; callers name the shape that the contract gives it. */
  json<T>(): T
}

export interface Call {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | object
  /** Sends the body in this many pieces with pauses, like a slow line. */
  readonly pieces?: number
  readonly pieceMs?: number
  readonly timeoutMs?: number
  /** Told when the first and when the last byte of the body is on its way. */
  readonly onSending?: (moment: 'first byte' | 'last byte') => void
}

/** A browser's worth of state: one jar of cookies. */
export interface HttpClient {
  send(address: string, call: Call): Promise<Answer>
  readonly cookies: ReadonlyMap<string, string>
}

const remember = (jar: Map<string, string>, headers: IncomingHttpHeaders): void => {
  for (const line of headers['set-cookie'] ?? []) {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    jar.set(name, value)
  }
}

const bytesOf = (body: Call['body']): { bytes: Uint8Array | null; type: string | null } => {
  if (body === undefined) return { bytes: null, type: null }
  if (body instanceof Uint8Array) return { bytes: body, type: null }
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' }
}

const send = (address: string, call: Call, jar: Map<string, string>): Promise<Answer> =>
  new Promise((settle, reject) => {
    const { bytes, type } = bytesOf(call.body)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = httpRequest(new URL(call.path, address), {
      method: call.method,
      agent: false,
      timeout: call.timeoutMs ?? 30_000,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(type === null ? {} : { 'content-type': type }),
        ...(bytes === null ? {} : { 'content-length': String(bytes.length) }),
        ...call.headers,
      },
    })
    request.once('error', reject)
    request.once('timeout', () => request.destroy(new Error(`no answer to ${call.method} ${call.path}`)))
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        remember(jar, response.headers)
        const text = Buffer.concat(chunks).toString('utf8')
        settle({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: <T>() => JSON.parse(text) as T,
        })
      })
    })
    const write = async (): Promise<void> => {
      const pieces = call.pieces ?? 1
      const size = Math.ceil((bytes?.length ?? 0) / pieces)
      call.onSending?.('first byte')
      for (let piece = 0; bytes !== null && piece < pieces && !request.destroyed; piece += 1) {
        request.write(bytes.subarray(piece * size, (piece + 1) * size))
        if (pieces > 1) await pause(call.pieceMs ?? 10)
      }
      request.end(() => call.onSending?.('last byte'))
    }
    write().catch(reject)
  })

/** Calls the server the way a program would: plain HTTP, cookies kept, no retries of its own. */
export const httpClient = (): HttpClient => {
  const jar = new Map<string, string>()
  return { send: (address, call) => send(address, call, jar), cookies: jar }
}

/** Makes an account and keeps its session in the client. */
export const signUp = async (client: HttpClient, address: string, handle: string): Promise<string> => {
  const body = { handle, password: 'correct horse battery', birthDate: '1990-01-01' }
  const answer = await client.send(address, { method: 'POST', path: '/v1/auth/sign-up', body })
  if (answer.status !== 200) throw new Error(`sign-up was answered ${answer.status}: ${answer.text}`)
  return answer.json<{ me: { personId: string } }>().me.personId
}
