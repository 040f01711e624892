import { loadConfig } from '#config'
import { systemClock } from '#platform/clock'
import { StartError } from '#platform/errors'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import type { Command } from './command.ts'
import { createTerminal } from './terminal.ts'

interface Entry {
  readonly summary: string
  readonly usage: string
  /** Loaded only when it is asked for, so that every command starts fast. */
  readonly load: () => Promise<{ run: Command }>
}

const commands: Record<string, Entry> = {
  start: { summary: 'run Busker', usage: 'start [--empty]', load: () => import('./start.ts') },
  doctor: {
    summary: 'what is configured, reachable and missing, and the next step for each fault',
    usage: 'doctor [--json]',
    load: () => import('./doctor.ts'),
  },
  seed: {
    summary: 'post a folder of clips that has a manifest.json',
    usage: 'seed --clips FOLDER',
    load: () => import('./seed.ts'),
  },
  media: {
    summary: 'what the gate for uploads says about a file',
    usage: 'media inspect FILE [--json]',
    load: () => import('./media.ts'),
  },
  metrics: {
    summary:
      'metric definitions, their numbers, whether a second computation gives the same, and what a new version changes',
    usage:
      'metrics list | show ID | run ID --from D --to D [--by SLICE] | verify [--from D --to D] | diff [ID] [--from D --to D] | get --post ID [--metrics a,b]; all with [--json]',
    load: () => import('./metrics.ts'),
  },
  ledger: {
    summary: 'whether the books are right, what an account had and got, and the signed close of the last day',
    usage: 'ledger verify | close | statement ACCOUNT [--limit N]; all with [--json]',
    load: () => import('./ledger.ts'),
  },
  eval: {
    summary:
      'how well the feed learns, on files of real impressions (KuaiRand-Pure), and chooses, on pairs without time; and what came of what this instance served',
    usage:
      'eval kuairand --impressions FILE --sequences FILE --users FILE --videos FILE --test-from YYYYMMDD --test-to YYYYMMDD | topn --train FILE --test FILE | replay [--days N]; all with [--json]',
    load: () => import('./eval.ts'),
  },
  'verify-statement': {
    summary: 'recompute a statement of the creator fund, offline, down to the published root',
    usage: 'verify-statement --file FILE [--root HEX] [--json]',
    load: () => import('./verify-statement.ts'),
  },
  migrate: { summary: 'the same as upgrade', usage: 'migrate', load: () => import('./upgrade.ts') },
  upgrade: {
    summary: 'bring a stopped data folder up to this version, after a backup',
    usage: 'upgrade [--no-backup]',
    load: () => import('./upgrade.ts'),
  },
  backup: {
    summary: 'write everything into one file',
    usage: 'backup FILE',
    load: () => import('./backup.ts'),
  },
  restore: {
    summary: 'restore a backup into an empty data folder',
    usage: 'restore FILE',
    load: () => import('./restore.ts'),
  },
  gen: { summary: 'write the generated files', usage: 'gen [--check]', load: () => import('./gen.ts') },
}

const help = (): string =>
  [
    'busker COMMAND',
    '',
    ...Object.values(commands).map((entry) => `  ${entry.usage}\n      ${entry.summary}`),
  ].join('\n')

/** Command errors are sentences; everything else is a fault of ours and shows where it happened. */
const explain = (error: unknown): string => {
  if (error instanceof StartError) return `busker: ${error.message}`
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `busker: ${error.message.split('\n')[0]} Run "busker help" for the commands.`
  }
  return `busker: unexpected failure. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** Runs one command and resolves to the exit code of the process. */
export const runCli = async (args: readonly string[]): Promise<number> => {
  const [name = 'help', ...rest] = args
  const json = rest.includes('--json')
  const terminal = createTerminal({ json, stdout: process.stdout, stderr: process.stderr })
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) {
    const asked = ['help', '--help', '-h'].includes(name)
    terminal.say(
      asked ? help() : `busker: there is no command "${name}". Run "busker help" for the commands.`,
    )
    if (!asked) terminal.result({ ok: false, error: `there is no command "${name}"` })
    return asked ? 0 : 1
  }
  try {
    const config = loadConfig()
    const clock = systemClock()
    // A command that is not the server says what matters itself; its log shows only what went wrong.
    const log = createLog({ level: name === 'start' ? 'silent' : 'error' })
    const command = await entry.load()
    return await command.run(
      { config, clock, ids: systemIds(clock), log, terminal },
      rest.filter((one) => one !== '--json'),
    )
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    if (json) terminal.result({ ok: false, error: error instanceof Error ? error.message : String(error) })
    return 1
  }
}
