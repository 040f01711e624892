import { metricSlice, postId, type PostId } from '@busker/contract'
import type { Scope } from '@busker/metrics'
import { z } from 'zod'
import { replayServed } from '#modules/feed'
import { accountOf, nameOf } from '#modules/ledger'
import { StartError } from '#platform/errors'
import type { App, Worker } from '../app.ts'
import { seedClips } from '../seed/clip-folder.ts'
import { verifyMoney } from '../app-verify.ts'

/** What other processes may ask the owner of a data folder to do. */
const shapes = {
  status: z.object({}),
  'metrics.get': z.object({ postId: z.uuid(), metrics: z.string() }),
  'metrics.run': z.object({
    metric: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    by: metricSlice.optional(),
    /** At most one of these; without one it is the platform. */
    author: z.uuid().optional(),
    post: postId.optional(),
  }),
  'metrics.verify': z.object({ from: z.iso.date(), to: z.iso.date() }),
  'metrics.diff': z.object({ from: z.iso.date(), to: z.iso.date(), metric: z.string().optional() }),
  'feed.replay': z.object({ fromMs: z.number(), toMs: z.number() }),
  'ledger.verify': z.object({}),
  'ledger.close': z.object({}),
  'ledger.statement': z.object({ account: z.string(), limit: z.int().min(1).max(500) }),
  'seed.clips': z.object({ folder: z.string() }),
  backup: z.object({ file: z.string() }),
} as const
export type ControlCommand = keyof typeof shapes
export const controlCommands = Object.keys(shapes) as ControlCommand[]

const parse = <Name extends ControlCommand>(name: Name, given: unknown): z.infer<(typeof shapes)[Name]> => {
  const parsed = shapes[name].safeParse(given)
  if (!parsed.success) throw new StartError(`The command ${name} was called with arguments that do not fit.`)
  // Checked boundary: TypeScript does not follow a generic key through the table of schemas.
  return parsed.data as z.infer<(typeof shapes)[Name]>
}

/** Whose numbers: of a post, an author or, when neither is named, the platform. */
const scopeOf = async (
  app: App,
  { author, post }: { readonly author: string | undefined; readonly post: PostId | undefined },
): Promise<Scope> => {
  if (post === undefined) {
    return author === undefined ? { kind: 'platform' } : { kind: 'author', authorId: author }
  }
  if (author !== undefined) throw new StartError('Name an author or a post, not both.')
  const found = await app.posts.lookUp(app.engines.db.pool, [post])
  const authorId = found.get(post)?.authorId
  if (authorId === undefined) throw new StartError(`There is no published post ${post}.`)
  return { kind: 'post', postId: post, authorId }
}

const statusOf = ({ config, engines, ffmpeg }: Pick<App, 'config' | 'ffmpeg'> & Pick<Worker, 'engines'>) => ({
  version: config.version,
  processId: process.pid,
  role: config.role,
  postgres: engines.postgresWay,
  ffmpeg: ffmpeg ? { path: ffmpeg.path, version: ffmpeg.version } : null,
})

const status = (app: App) => ({ ...statusOf(app), host: app.config.host, port: app.config.port })

/** What a worker answers: it has no address, because it answers no requests, and nothing of the rest. */
export const answerWorkerControl = async (worker: Worker, command: ControlCommand): Promise<unknown> => {
  if (command === 'status') return { ...statusOf(worker), host: null, port: null }
  throw new StartError(
    'The Busker on this data folder is a worker. Run this command with the settings of the api.',
  )
}

/** The latest lines of an account, amounts as text. */
const ledgerStatement = async (app: App, given: { account: string; limit: number }) => {
  const account = accountOf(given.account)
  if (account === null)
    throw new StartError(`"${given.account}" is no account. One looks like c.wallet:EUR:ID.`)
  const { pool } = app.engines.db
  const found = (await app.ledger.balancesOf(pool, [account])).get(nameOf(account))
  const lines = await app.ledger.statement(pool, { account, limit: given.limit })
  return {
    account: nameOf(account),
    balance: {
      ...{ debits: String(found?.debits ?? 0n), credits: String(found?.credits ?? 0n) },
      held: String(found?.held ?? 0n),
    },
    lines: lines.map((line) => ({ ...line, amount: String(line.amount), balance: String(line.balance) })),
  }
}

/** Answers one command with the app at hand. */
export const answerControl = async (
  app: App,
  command: ControlCommand,
  call: { given: unknown; progress: (line: string) => void },
): Promise<unknown> => {
  switch (command) {
    case 'status':
      return status(app)
    case 'metrics.get': {
      const given = parse(command, call.given)
      await app.telemetry.flushed()
      return app.measure.postMetrics(given.postId, { metrics: given.metrics })
    }
    case 'metrics.run': {
      const { metric, author, post, ...question } = parse(command, call.given)
      await app.telemetry.flushed()
      return app.measure.metric(metric, { scope: await scopeOf(app, { author, post }), ...question })
    }
    case 'metrics.verify': {
      await app.telemetry.flushed()
      return app.measure.verify(parse(command, call.given))
    }
    case 'metrics.diff': {
      await app.telemetry.flushed()
      return app.measure.compareDefinitions(parse(command, call.given))
    }
    case 'feed.replay': {
      await app.telemetry.flushed()
      return replayServed({ ...app, database: app.engines.db }, parse(command, call.given))
    }
    case 'ledger.verify':
      return verifyMoney(app)
    case 'ledger.close': {
      const closed = await app.ledger.closeDay()
      return { closed: closed !== null, last: (await app.ledger.closes()).at(-1) ?? null }
    }
    case 'ledger.statement':
      return ledgerStatement(app, parse(command, call.given))
    case 'seed.clips':
      return seedClips(app, parse(command, call.given).folder, call.progress)
    case 'backup': {
      const { backupTo } = await import('../backup/index.ts')
      return backupTo(app, parse(command, call.given).file, call.progress)
    }
  }
}
