import { parseArgs } from 'node:util'
import {
  isoDate,
  metricSlice,
  postId as postIdSchema,
  type MeasuredMetric,
  type MetricDefinition,
} from '@busker/contract'
import type { ComparedDefinition, DefinitionComparison } from '#modules/measure'
import { StartError } from '#platform/errors'
import type { CommandContext } from './command.ts'
import type { ControlCommand } from './control-commands.ts'

const defaultMetrics = 'views,hook_rate,completion_rate,retention_curve'
const dayMs = 86_400_000

const options = {
  post: { type: 'string' },
  author: { type: 'string' },
  metrics: { type: 'string', default: defaultMetrics },
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options; args: string[] }>>['values']

const showDefinition = (metric: MetricDefinition): string => {
  const kind = metric.missing === null ? metric.kind : 'not fed'
  return `${metric.code.padEnd(4)} ${metric.metricId.padEnd(28)} ${kind.padEnd(10)} ${metric.formula}`
}

// Loaded only here: the list of definitions must not wait for a whole server to be read.
const ask = async (context: CommandContext, command: ControlCommand, given: unknown): Promise<unknown> => {
  const { askServerOrOpen } = await import('./with-app.ts')
  return askServerOrOpen(context, command, given)
}

const definitions = async (): Promise<readonly MetricDefinition[]> => {
  const { metricDefinitions } = await import('#modules/measure')
  return metricDefinitions()
}

const definition = async (id: string | undefined): Promise<MetricDefinition> => {
  const found = (await definitions()).find(({ metricId }) => metricId === id)
  if (!found) throw new StartError(`No metric is called "${id ?? ''}". "metrics list" names them all.`)
  return found
}

/** The period asked for; without one the last complete days. */
const periodOf = ({ from, to }: Values, context: CommandContext, days = 28): { from: string; to: string } => {
  const daysAgo = (ago: number) => new Date(context.clock.nowMs() - ago * dayMs).toISOString().slice(0, 10)
  const period = { from: from ?? daysAgo(days), to: to ?? daysAgo(1) }
  if (!isoDate.safeParse(period.from).success || !isoDate.safeParse(period.to).success) {
    throw new StartError('Dates look like 2026-11-22.')
  }
  return period
}

const list = async ({ terminal }: CommandContext): Promise<number> => {
  const metrics = await definitions()
  for (const metric of metrics) terminal.say(showDefinition(metric))
  terminal.result({ metrics })
  return 0
}

const show = async ({ terminal }: CommandContext, id: string | undefined): Promise<number> => {
  const metric = await definition(id)
  for (const [name, value] of Object.entries(metric)) {
    terminal.say(`${name.padEnd(15)} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  }
  terminal.result(metric)
  return 0
}

const runMetric = async (
  context: CommandContext,
  id: string | undefined,
  values: Values,
): Promise<number> => {
  const { metricId } = await definition(id)
  const by = metricSlice.optional().safeParse(values.by)
  if (!by.success) throw new StartError(`A metric may be taken apart by ${metricSlice.options.join(', ')}.`)
  const { author, post } = values
  const given = {
    ...{ metric: metricId, ...periodOf(values, context) },
    // What is not given is left out: on the wire undefined becomes null.
    ...(by.data === undefined ? {} : { by: by.data }),
    ...(author === undefined ? {} : { author }),
    ...(post === undefined ? {} : { post }),
  }
  // Our own server or app answers with what the contract says.
  const measured = (await ask(context, 'metrics.run', given)) as MeasuredMetric
  const { version, hash, asOf, rows } = measured
  for (const { slice, value, status } of rows) {
    context.terminal.say(`${(slice || 'all').padEnd(16)} ${value === null ? status : JSON.stringify(value)}`)
  }
  context.terminal.result({ id: metricId, version, hash, asOf, rows })
  return 0
}

const verify = async (context: CommandContext, values: Values): Promise<number> => {
  const answer = await ask(context, 'metrics.verify', periodOf(values, context))
  context.terminal.say(JSON.stringify(answer, null, 2))
  context.terminal.result(answer)
  const isOk = typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true
  return isOk ? 0 : 1
}

/** So many days of facts are computed by both definitions. */
const comparedDays = 90

const showCompared = ({ id, old, new: now, isComputable, rows }: ComparedDefinition): string[] => {
  const text = (value: ComparedDefinition['rows'][number]['old']) =>
    value === null ? 'not known' : JSON.stringify(value)
  return [
    `${id}: version ${old.version} (${old.hash.slice(0, 8)}, first seen ${old.firstSeenAt}) → ${now.version} (${now.hash.slice(0, 8)})`,
    ...(isComputable ? [] : ['  The facts that the old definition reads are not there any more.']),
    ...rows.map((row) => {
      const difference = row.difference === null ? '' : `  ${row.difference > 0 ? '+' : ''}${row.difference}`
      return `  ${(row.slice || 'all').padEnd(12)} ${text(row.old)} → ${text(row.new)}${difference}`
    }),
  ]
}

const diff = async (context: CommandContext, id: string | undefined, values: Values): Promise<number> => {
  const metric = id === undefined ? undefined : (await definition(id)).metricId
  const given = { ...(metric ? { metric } : {}), ...periodOf(values, context, comparedDays) }
  // Our own server or app answers with what measure computed.
  const comparison = (await ask(context, 'metrics.diff', given)) as DefinitionComparison
  const { terminal } = context
  for (const line of comparison.changed.flatMap(showCompared)) terminal.say(line)
  if (comparison.changed.length === 0) {
    terminal.say(
      metric === undefined
        ? 'This instance has run no earlier version of any definition.'
        : `This instance has run no earlier version of "${metric}".`,
    )
  }
  terminal.result(comparison)
  return 0
}

const get = async (context: CommandContext, values: Values): Promise<number> => {
  const post = postIdSchema.safeParse(values.post)
  if (!post.success)
    throw new StartError('Say which post: "metrics get --post ID" with the id from its address.')
  const answer = await ask(context, 'metrics.get', { postId: post.data, metrics: values.metrics })
  context.terminal.say(JSON.stringify(answer, null, 2))
  context.terminal.result({ values: answer })
  return 0
}

/** `metrics list`, `show ID`, `run ID` (of the platform, an author or a post), `diff [ID]`, `verify`, `get --post ID`. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [verb, id] = positionals
  switch (verb) {
    case 'list':
      return list(context)
    case 'show':
      return show(context, id)
    case 'run':
      return runMetric(context, id, values)
    case 'verify':
      return verify(context, values)
    case 'diff':
      return diff(context, id, values)
    case 'get':
      return get(context, values)
    default:
      throw new StartError(
        'Say "metrics list" or "metrics get --post ID"; there are "show ID", "run ID", "diff [ID]" and "verify" too.',
      )
  }
}
