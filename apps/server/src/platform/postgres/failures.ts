import pg from 'pg'
import { AppError, StartError, hasErrno } from '#platform/errors'

const uniqueViolation = '23505'
const diskFull = '53100'
const tooManyConnections = '53300'

/**
 * True when a statement broke this unique constraint or index.
 *
 * @example if (violates(error, 'person_handle_key')) throw new AppError('handle_taken', { cause: error })
 */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof pg.DatabaseError && error.code === uniqueViolation && error.constraint === constraint

/** Turns the faults of the server that an operator must see into expected failures; all others stay as they are. */
export const asExpected = (error: unknown): unknown => {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === diskFull) return new AppError('disk_full', { cause: error })
  if (error.code === tooManyConnections) return new AppError('overloaded', { cause: error })
  return error
}

/** True while a server is still starting or recovering, or not listening yet. */
export const isNotReadyYet = (error: unknown): boolean =>
  hasErrno(error, 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', '57P03') ||
  (error instanceof Error && /timeout|terminated unexpectedly/i.test(error.message))

/** Makes one line for the operator out of what initdb or the server wrote. */
export const embeddedFault = (folder: string, output: string): StartError => {
  if (/No space left on device/i.test(output)) {
    return new StartError(`The disk with ${folder} is full. Free some space, then start again.`)
  }
  if (/Permission denied/i.test(output)) {
    return new StartError(
      `PostgreSQL may not use ${folder}. Give this folder to the user who starts Busker, or set BUSKER_DATA to another one.`,
    )
  }
  const lines = output.split('\n').filter((line) => /(FATAL|PANIC|error):/i.test(line))
  const reason = lines.at(-1)?.replace(/^.*?(FATAL|PANIC|error):\s*/i, '') ?? 'it ended without a reason'
  return new StartError(
    `PostgreSQL could not start in ${folder} (${reason}). See pg.log there; if the folder is damaged, restore a backup into an empty one.`,
  )
}
