import type { Config } from '#config'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'

/** Where a command speaks. With `--json` people read standard error and programs the last line of standard output. */
export interface Terminal {
  readonly json: boolean
  /** A line for a person. */
  say(line: string): void
  /** A line that replaces the one before where the terminal can; otherwise an ordinary line. */
  progress(line: string): void
  /** The answer for a program: one line of compact JSON, the last one. Without `--json` nothing. */
  result(value: unknown): void
}

export interface CommandContext {
  readonly config: Config
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly terminal: Terminal
}

/** A command of the CLI; resolves to its exit code: 0, or 1 when the answer is "not ok". */
export type Command = (context: CommandContext, args: readonly string[]) => Promise<number>
