import { isTimeless, type Metric, type Question } from '@busker/metrics'
import type { Clock } from '#platform/clock'
import type { Answers, AnswersFor } from './answers.ts'
import { hashOf, tablesOf } from './definitions.ts'
import type { Measured } from './present.ts'

/**
 * Numbers of clients, which change only when their files are settled anew: what was computed of one revision of a client
 * is its number until the next.
 */

export interface ClientRevisions {
  /** Another one whenever the facts of a client are others. null: there is no such client. */
  revisionOf(clientId: string): Promise<string | null>
}

/** A number of a slice takes about 150 bytes. */
const mostRows = 300_000

interface KeptNumber {
  readonly measured: Promise<Measured | null>
  /** 1 until it is known. */
  rows: number
}

interface KeptClient {
  readonly revision: string
  readonly numbers: Map<string, KeptNumber>
}

const keyOf = (metric: Metric, { from, to, by }: Question): string =>
  `${hashOf(metric)} ${from} ${to} ${by ?? ''}`

/** Tables from outside change without a new revision, and what knows the hour changes with it. */
const isKept = (metric: Metric): boolean => tablesOf(metric).length === 0 && isTimeless(metric)

const rowsOf = ({ numbers }: KeptClient): number =>
  [...numbers.values()].reduce((sum, { rows }) => sum + rows, 0)

/** The clients that were asked about last. */
const memory = () => {
  const clients = new Map<string, KeptClient>()
  const openClient = (clientId: string, revision: string): KeptClient => {
    const known = clients.get(clientId)
    const mine = known?.revision === revision ? known : { revision, numbers: new Map() }
    clients.delete(clientId)
    clients.set(clientId, mine)
    return mine
  }
  const shrink = (): void => {
    let rows = [...clients.values()].reduce((sum, client) => sum + rowsOf(client), 0)
    for (const [clientId, client] of clients) {
      if (rows <= mostRows) return
      rows -= rowsOf(client)
      clients.delete(clientId)
    }
  }
  return { openClient, shrink }
}

/**
 * Answers about clients from what is known of their revision, and the rest by `compute`. Who asks for what is being
 * computed waits for the one computation; one that failed is forgotten.
 */
export const keepOfClients = (
  compute: AnswersFor,
  { clock, clients }: { readonly clock: Clock; readonly clients: ClientRevisions },
): AnswersFor => {
  const { openClient, shrink } = memory()

  const begin = (client: KeptClient, metrics: readonly Metric[], asked: Question): void => {
    const answers = compute(metrics, asked)
    for (const metric of metrics) {
      const key = keyOf(metric, asked)
      const measured = answers.then((all) => all.get(metric.id) ?? null)
      const mine: KeptNumber = { measured, rows: 1 }
      client.numbers.set(key, mine)
      measured.then(
        (one) => {
          mine.rows = Math.max(1, one?.answer.rows.length ?? 0)
          shrink()
        },
        () => {
          if (client.numbers.get(key) === mine) client.numbers.delete(key)
        },
      )
    }
  }

  return async (metrics, asked) => {
    if (asked.scope.kind !== 'client') return compute(metrics, asked)
    const { clientId } = asked.scope
    const revision = await clients.revisionOf(clientId)
    if (revision === null) return compute(metrics, asked)
    const client = openClient(clientId, revision)
    const kept = metrics.filter(isKept)
    const lacking = kept.filter((metric) => !client.numbers.has(keyOf(metric, asked)))
    if (lacking.length > 0) begin(client, lacking, asked)
    const found = kept.flatMap((metric) => client.numbers.get(keyOf(metric, asked)) ?? [])
    const others = metrics.filter((metric) => !isKept(metric))
    const rest: Answers = others.length === 0 ? new Map() : await compute(others, asked)
    const nowMs = clock.nowMs()
    const all = await Promise.all(found.map(({ measured }) => measured))
    const known = all.flatMap((one): [string, Measured][] => {
      if (one === null) return []
      // The facts are those of then; how far they can still change is for now to say.
      return [[one.metric.id, { ...one, question: asked, moment: { ...one.moment, nowMs } }]]
    })
    return new Map([...known, ...rest])
  }
}
