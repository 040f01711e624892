import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatDecimal } from '@busker/money'
import { verifyStatement, type Verification } from '#modules/rewards'
import { StartError } from '#platform/errors'
import type { CommandContext } from './command.ts'

const usage = 'Say "verify-statement --file FILE", and "--root HEX" with the root that was published.'
/** The longest text that the engine holds is a little longer. */
const mostBytes = 500_000_000

const describe = ({ ok, creatorId, amountMicro, checks }: Verification): string[] => [
  ...checks.map((check) => `${check.ok ? 'right' : 'WRONG'}  ${check.id.padEnd(9)} ${check.detail}`),
  ok && amountMicro !== null
    ? `The statement is right: ${formatDecimal(amountMicro, 2)} for ${creatorId}.`
    : 'The statement is not right.',
]

/** `verify-statement --file FILE [--root HEX]`: recomputes a statement of the creator fund. It needs no server and no data folder. */
export const run = async ({ terminal }: CommandContext, args: readonly string[]): Promise<number> => {
  const options = { file: { type: 'string' }, root: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  if (values.file === undefined) throw new StartError(usage)
  if (values.root !== undefined && !/^[0-9a-fA-F]{64}$/.test(values.root))
    throw new StartError(`A root has 64 hexadecimal digits. ${usage}`)
  const file = resolve(values.file)
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) throw new StartError(`There is no file ${file}. ${usage}`)
  if (found.size > mostBytes) throw new StartError(`${file} is larger than any statement that is read here.`)
  const text = await readFile(file, 'utf8')
  const verified = verifyStatement(text, values.root === undefined ? {} : { root: values.root })
  for (const line of describe(verified)) terminal.say(line)
  const { amountMicro } = verified
  terminal.result({ ...verified, amountMicro: amountMicro === null ? null : amountMicro.toString() })
  return verified.ok ? 0 : 1
}
