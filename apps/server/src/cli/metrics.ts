import { parseArgs } from 'node:util'
import { postId as postIdSchema, type MetricDefinition } from '@busker/contract'
import { StartError } from '#platform/errors'
import type { CommandContext } from './command.ts'

const defaultMetrics = 'views,hook_rate,completion_rate,retention_curve'

const showDefinition = (metric: MetricDefinition): string =>
  `${metric.code.padEnd(4)} ${metric.metricId.padEnd(18)} ${metric.kind.padEnd(10)} ${metric.formula}`

/** `metrics list` and `metrics get --post ID`. */
export const run = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { post: { type: 'string' }, metrics: { type: 'string', default: defaultMetrics } },
  })
  const { terminal } = context
  if (positionals[0] === 'list') {
    const { metricDefinitions } = await import('#modules/measure')
    const definitions = metricDefinitions()
    for (const metric of definitions) terminal.say(showDefinition(metric))
    terminal.result({ metrics: definitions })
    return 0
  }
  if (positionals[0] !== 'get') throw new StartError('Say "metrics list" or "metrics get --post ID".')
  const post = postIdSchema.safeParse(values.post)
  if (!post.success)
    throw new StartError('Say which post: "metrics get --post ID" with the id from its address.')
  const given = { postId: post.data, metrics: values.metrics }
  // Loaded only here: the list of definitions must not wait for a whole server to be read.
  const { askServerOrOpen } = await import('./with-app.ts')
  const answer = await askServerOrOpen(context, 'metrics.get', given)
  terminal.say(JSON.stringify(answer, null, 2))
  terminal.result({ values: answer })
  return 0
}
