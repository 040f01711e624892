import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const program = resolve(import.meta.dirname, '../../apps/server/src/main.ts')

export interface CommandEnd {
  readonly code: number | null
  readonly complaints: string
  /** The last line of standard output as JSON; callers name the shape that the command promises. */
  result<T>(): T
}

/** Runs a command of Busker as an operator would, with `--json`. */
export const runCommand = (dataFolder: string, args: readonly string[]): Promise<CommandEnd> =>
  new Promise((settle, reject) => {
    const env = { ...process.env, BUSKER_DATA: dataFolder, NODE_OPTIONS: undefined }
    const child = spawn(process.execPath, [program, ...args, '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let complaints = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString('utf8')
    })
    child.once('error', reject)
    child.once('close', (code) =>
      settle({ code, complaints, result: <T>() => JSON.parse(output.trim().split('\n').at(-1) ?? '') as T }),
    )
  })
