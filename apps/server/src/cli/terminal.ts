import type { Terminal } from './command.ts'

interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

const clearLine = '\r\u001B[2K'

/** A terminal on the given streams. */
export const createTerminal = (options: { json: boolean; stdout: Output; stderr: Output }): Terminal => {
  const people = options.json ? options.stderr : options.stdout
  let pending = false
  const say = (line: string) => {
    people.write(`${pending ? clearLine : ''}${line}\n`)
    pending = false
  }
  return {
    json: options.json,
    say,
    progress: (line) => {
      if (!people.isTTY) return say(line)
      people.write(`${clearLine}${line}`)
      pending = true
    },
    result: (value) => {
      if (options.json) options.stdout.write(`${JSON.stringify(value)}\n`)
    },
  }
}
