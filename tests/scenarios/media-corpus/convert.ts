import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const program = resolve(import.meta.dirname, '../../../apps/server/src/modules/media/test-ladder.ts')

const outcomeSchema = z.object({
  refused: z.string().nullable(),
  durationMs: z.number().optional(),
  files: z.array(z.object({ file: z.string(), width: z.number(), height: z.number() })).default([]),
  integratedLufs: z.number().nullish(),
  /** How the final sound was made, the last time last. */
  tries: z.array(z.object({ level: z.object({ gainDb: z.number() }) })).default([]),
  decodeErrors: z.number().default(0),
  /** From the first look at the file to the verdict. */
  gateMs: z.number(),
  /** Why it cannot be served as a copy; null when it can. */
  fault: z.string().nullable(),
})
const failureSchema = z.object({ failed: z.string() })
export type Outcome = z.infer<typeof outcomeSchema>

/** Sends files through gate and conversion, one after the other. */
export interface Converter {
  convert(source: string, folder: string): Promise<Outcome>
  close(): Promise<void>
}

const longestMs = 280_000

/** Lines that a process writes, by turns with what it is told; rejects when it ends or is silent too long. */
const talkTo = (child: ChildProcess) => {
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk.toString('utf8')}`.slice(-3000)
  })
  // What cannot be told any more shows as the end of its answers.
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<void>((settle) => child.once('close', () => settle()))
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]()
  const ask = async (question: string): Promise<string> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
    child.stdin?.write(`${question}\n`)
    const answer = await lines.next().finally(() => clearTimeout(timer))
    if (answer.done === true) throw new TypeError(`${question}: ${complaints}`)
    return answer.value
  }
  return { ask, ended }
}

/** Opens one process for many files: to start it and to look for FFmpeg takes as long as a short file. */
export const openConverter = (rungs: readonly number[]): Converter => {
  const child = spawn(process.execPath, [program, '--rungs', rungs.join(',')], { stdio: 'pipe' })
  const { ask, ended } = talkTo(child)
  return {
    convert: async (source, folder) => {
      const answer: unknown = JSON.parse(await ask(JSON.stringify({ source, folder })))
      const failure = failureSchema.safeParse(answer)
      if (failure.success) throw new TypeError(`${source}: ${failure.data.failed}`)
      return outcomeSchema.parse(answer)
    },
    close: async () => {
      child.stdin?.end()
      await ended
    },
  }
}
