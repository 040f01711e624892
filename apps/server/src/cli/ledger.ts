import { parseArgs } from 'node:util'
import type { DailyClose, Verdict } from '#modules/ledger'
import { StartError } from '#platform/errors'
import type { CommandContext } from './command.ts'
import type { ControlCommand } from './control-commands.ts'

const options = { limit: { type: 'string', default: '50' } } as const

// Loaded only here: help and mistakes must not wait for a whole server to be read.
const ask = async (context: CommandContext, command: ControlCommand, given: unknown): Promise<unknown> => {
  const { askServerOrOpen } = await import('./with-app.ts')
  return askServerOrOpen(context, command, given)
}

const verify = async (context: CommandContext): Promise<number> => {
  // Our own server or app answers with what the ledger found.
  const verdict = (await ask(context, 'ledger.verify', {})) as Verdict
  const { terminal } = context
  for (const { id, ok, detail } of verdict.checks)
    terminal.say(`${ok ? 'ok    ' : 'WRONG '} ${id.padEnd(8)} ${detail}`)
  terminal.say(`${verdict.entries} entries, ${verdict.ok ? 'all right' : 'NOT right'}`)
  terminal.result(verdict)
  return verdict.ok ? 0 : 1
}

const close = async (context: CommandContext): Promise<number> => {
  // As above.
  const answer = (await ask(context, 'ledger.close', {})) as { closed: boolean; last: DailyClose | null }
  const { closed, last } = answer
  context.terminal.say(
    last === null
      ? 'No day is closed.'
      : `${closed ? 'Closed' : 'Closed before:'} ${last.day}, key ${last.publicKey}`,
  )
  context.terminal.result(answer)
  return 0
}

interface Statement {
  readonly account: string
  readonly balance: { readonly debits: string; readonly credits: string; readonly held: string }
  readonly lines: readonly {
    readonly at: string
    readonly template: string
    readonly side: string
    readonly amount: string
    readonly balance: string
  }[]
}

const statement = async (
  context: CommandContext,
  account: string | undefined,
  limit: string,
): Promise<number> => {
  if (account === undefined) throw new StartError('Say which account: "ledger statement c.wallet:EUR:ID".')
  // As above; a running server sends times as text, the app of this process as dates.
  const answer = (await ask(context, 'ledger.statement', { account, limit: Number(limit) })) as Statement
  const { debits, credits, held } = answer.balance
  context.terminal.say(`${answer.account}: debits ${debits}, credits ${credits}, kept aside ${held}`)
  for (const { at, template, side, amount, balance } of answer.lines) {
    const time = new Date(at).toISOString()
    context.terminal.say(
      `${time} ${template.padEnd(20)} ${side.padEnd(6)} ${amount.padStart(18)} ${balance.padStart(18)}`,
    )
  }
  context.terminal.result(answer)
  return 0
}

/** `ledger verify`, `close`, `statement ACCOUNT`. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [verb, account] = positionals
  switch (verb) {
    case 'verify':
      return verify(context)
    case 'close':
      return close(context)
    case 'statement':
      return statement(context, account, values.limit)
    default:
      throw new StartError('Say "ledger verify", "ledger close" or "ledger statement ACCOUNT".')
  }
}
