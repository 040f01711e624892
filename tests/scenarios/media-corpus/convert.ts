import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
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
export type Outcome = z.infer<typeof outcomeSchema>

/** Sends one file through gate and conversion, in a process of its own. */
export const convert = (
  source: string,
  { folder, rungs }: { readonly folder: string; readonly rungs: readonly number[] },
): Promise<Outcome> =>
  new Promise((settle, reject) => {
    const args = [program, source, folder, '--rungs', rungs.join(',')]
    execFile(process.execPath, args, { timeout: 280_000 }, (error, stdout, stderr) => {
      if (error) return reject(new TypeError(`${source}: ${stderr.slice(-3000)}`, { cause: error }))
      settle(outcomeSchema.parse(JSON.parse(stdout)))
    })
  })
