import pino from 'pino'

/** Logs events, not lines: a name of low cardinality and fields with ids. Secrets never belong in fields. */
export interface Log {
  event(name: string, fields?: Record<string, unknown>): void
  warn(name: string, fields?: Record<string, unknown>): void
  error(name: string, error: unknown, fields?: Record<string, unknown>): void
  child(fields: Record<string, unknown>): Log
}

const redacted = [
  'password',
  'token',
  'cookie',
  'authorization',
  '*.password',
  '*.token',
  '*.cookie',
  '*.authorization',
]

const wrap = (logger: pino.Logger): Log => ({
  event: (name, fields) => logger.info(fields ?? {}, name),
  warn: (name, fields) => logger.warn(fields ?? {}, name),
  error: (name, error, fields) => logger.error({ ...fields, err: error }, name),
  child: (fields) => wrap(logger.child(fields)),
})

/**
 * Where lines go. A line that cannot be written, on a full disk for example, is lost: what it is about must go on, and
 * has its own way of saying what happened.
 */
const destinationOf = (file: string | undefined): pino.DestinationStream => {
  const stream = pino.destination({ dest: file ?? 2, sync: true, mkdir: true })
  stream.on('error', () => undefined)
  return {
    write: (line) => {
      try {
        stream.write(line)
      } catch {
        // Told by nothing but its absence.
      }
    },
  }
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on standard error, or into a file. */
export const createLog = (options: { level: LogLevel; file?: string }): Log =>
  wrap(
    pino(
      { level: options.level, redact: { paths: redacted, censor: '[redacted]' } },
      destinationOf(options.file),
    ),
  )

export const silentLog = (): Log => wrap(pino({ level: 'silent' }))
