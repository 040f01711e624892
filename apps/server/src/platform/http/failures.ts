import { errorCatalog, type ErrorBody, type ErrorCode } from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, hasErrno } from '#platform/errors'
import type { Log } from '#platform/log'

export const failureBody = (
  code: ErrorCode,
  requestId: string,
  { fields, detail }: Pick<AppError, 'fields' | 'detail'> = { fields: undefined, detail: undefined },
): ErrorBody => ({
  error: {
    ...{ code, message: errorCatalog[code][1], requestId },
    ...(fields ? { fields: [...fields] } : {}),
    ...(detail === undefined ? {} : { detail }),
  },
})

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined

/** Errors that fastify and its plugins raise themselves, in terms of the contract. */
const fromFramework = (error: unknown): AppError | null => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((fault) => ({
      path: fault.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: fault.message ?? 'does not fit',
    }))
    return new AppError('invalid_request', { cause: error, fields })
  }
  const status = statusOf(error)
  if (status === 429) return new AppError('rate_limited', { cause: error })
  if (status === 413) return new AppError('upload_too_large', { cause: error })
  if (status !== undefined && status >= 400 && status < 500)
    return new AppError('invalid_request', { cause: error })
  return null
}

/** PostgreSQL's `disk_full` and the file system's ENOSPC are the same news to a person. */
const isDiskFull = (error: unknown): boolean => hasErrno(error, 'ENOSPC', 'EDQUOT', '53100')

export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (isDiskFull(error)) return new AppError('disk_full', { cause: error })
  return fromFramework(error) ?? new AppError('internal', { cause: error })
}

const send = (reply: FastifyReply, request: FastifyRequest, error: AppError) => {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds)
  return reply
    .code(error.status)
    .type('application/json')
    .send(failureBody(error.code, request.id, error))
}

/** One place where errors become answers. Surprises are logged with their cause; the caller learns only the id. */
export const answerFailures = (app: FastifyInstance, log: Log): void => {
  app.setErrorHandler((error, request, reply) => {
    const failure = toAppError(error)
    if (failure.status >= 500)
      log.error('request.failed', failure.cause ?? failure, { requestId: request.id, url: request.url })
    return send(reply, request, failure)
  })
}
