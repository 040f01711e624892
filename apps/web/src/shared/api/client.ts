import type { CallOf, Endpoint, ErrorBody, ErrorCode, ResponseOf } from '@busker/contract'
import { version } from '../../../package.json'

type Parts<E extends Endpoint> = {
  [K in keyof CallOf<E> as CallOf<E>[K] extends undefined ? never : K]: CallOf<E>[K]
}
export type CallInput<E extends Endpoint> = Parts<E> & {
  readonly signal?: AbortSignal | undefined
  readonly keepalive?: boolean
}

/** The server could not be reached at all; every other code comes from the contract. */
export type ClientErrorCode = ErrorCode | 'network'

/** An answer that is not 2xx, or no answer. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: readonly { readonly path: string; readonly message: string }[]
  readonly retryAfterMs: number | null

  constructor(code: string, details: Partial<Omit<ApiError, 'code' | 'name'>> = {}) {
    super(details.message ?? code)
    this.name = 'ApiError'
    this.code = code
    this.status = details.status ?? 0
    this.fields = details.fields ?? []
    this.retryAfterMs = details.retryAfterMs ?? null
  }
}

export const isApiError = (error: unknown, code?: ClientErrorCode): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code)

const addressOf = (path: string, params: object | undefined, query: object | undefined): string => {
  const values = new Map(Object.entries(params ?? {}))
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name))))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, String(value))
  return search.size > 0 ? `${filled}?${search}` : filled
}

const retryAfterOf = (answer: Response): number | null => {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

const failureOf = async (answer: Response): Promise<ApiError> => {
  const details = { status: answer.status, retryAfterMs: retryAfterOf(answer) }
  try {
    const { error }: ErrorBody = await answer.json()
    return new ApiError(error.code, { ...details, message: error.message, fields: error.fields ?? [] })
  } catch {
    // A proxy in between answered without our error body.
    return new ApiError(answer.status === 503 ? 'overloaded' : 'internal', details)
  }
}

/** Who asks, for the facts: a number can be told by version of the app, and a day by the zone of the person. */
const callerHeaders = (): Record<string, string> => ({
  'busker-client': version,
  'busker-time-zone': Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/**
 * Calls one endpoint of the contract. Only types are imported, so that no schema reaches the browser.
 *
 * @example
 * const { slots } = await call<typeof getFeed>('GET', '/v1/feed', { query: { limit: 6 } })
 */
export const call = async <E extends Endpoint>(
  method: E['method'],
  path: E['path'],
  input: CallInput<E>,
): Promise<ResponseOf<E>> => {
  const parts: {
    params?: object
    query?: object
    body?: unknown
    signal?: AbortSignal
    keepalive?: boolean
  } = input
  const request: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...callerHeaders(),
      ...(parts.body ? { 'content-type': 'application/json' } : {}),
    },
    body: parts.body ? JSON.stringify(parts.body) : null,
    signal: parts.signal ?? null,
    keepalive: parts.keepalive ?? false,
  }
  let answer: Response
  try {
    answer = await fetch(addressOf(path, parts.params, parts.query), request)
  } catch (error) {
    if (parts.signal?.aborted) throw error
    throw new ApiError('network')
  }
  if (!answer.ok) throw await failureOf(answer)
  // The server validates its answers against the same contract: this is the one checked boundary.
  return (await answer.json()) as ResponseOf<E>
}

/** Sends a file as it is, to one of the addresses of the contract that take bytes. */
export const sendBytes = async (path: string, file: Blob): Promise<void> => {
  let answer: Response
  try {
    const headers = { 'content-type': 'application/octet-stream', ...callerHeaders() }
    answer = await fetch(path, { method: 'PUT', credentials: 'same-origin', headers, body: file })
  } catch {
    throw new ApiError('network')
  }
  if (!answer.ok) throw await failureOf(answer)
}
