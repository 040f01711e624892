import { errorCatalog, type ErrorBody, type ErrorCode } from '@busker/contract'

type ErrorDetail = NonNullable<ErrorBody['error']['detail']>

export interface FieldFault {
  readonly path: string
  readonly message: string
}

/**
 * An expected failure that ends the request. Its code is in the contract, its sentence too.
 *
 * @example throw new AppError('not_found')
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: readonly FieldFault[] | undefined
  readonly retryAfterSeconds: number | undefined
  /** What one must know to go on, as JSON; the endpoint says in which shape. */
  readonly detail: ErrorDetail | undefined

  constructor(
    code: ErrorCode,
    options: {
      cause?: unknown
      fields?: readonly FieldFault[]
      retryAfterSeconds?: number
      detail?: ErrorDetail
    } = {},
  ) {
    super(errorCatalog[code][1], { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fields = options.fields
    this.retryAfterSeconds = options.retryAfterSeconds
    this.detail = options.detail
  }

  get status(): number {
    return errorCatalog[this.code][0]
  }
}

/** The program cannot start or a command cannot run: one sentence for the operator that says what to do next. */
export class StartError extends Error {
  constructor(sentence: string, options: { cause?: unknown } = {}) {
    super(sentence, options)
    this.name = 'StartError'
  }
}

/** True for errors of Node's file system that carry this code, for example `ENOSPC`. */
export const hasErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
