import { auc, groupAuc, logLoss, meanAbsoluteError, xauc } from '../judge.ts'
import { longestWatchSeconds, type Learner } from '../learner.ts'
import { Sittings, type Told } from './sittings.ts'

/** How well one head was foretold; null where there was nothing to tell apart. */
export interface HeadJudgement {
  readonly auc: number | null
  /** Nats for each meeting. */
  readonly logloss: number
  /** AUC within sittings, weighted by their size. */
  readonly sessionGauc: number | null
}

export interface RankingJudgement {
  readonly ranking: Readonly<Record<string, Readonly<Record<'frozen' | 'online', HeadJudgement>>>>
  /** Of the learner that goes on learning: error in seconds, and the share of pairs in the right order. */
  readonly watch: { readonly mae: number; readonly xauc: number | null }
}

interface Foretold {
  /** By head. */
  readonly chances: readonly Float64Array[]
  readonly seconds: Float64Array
  readonly sitting: Int32Array
}

const foretell = (
  learner: Learner,
  told: Told,
  { from, to, learns }: { readonly from: number; readonly to: number; readonly learns: boolean },
): Foretold => {
  const size = to - from
  const chances = learner.settings.heads.map(() => new Float64Array(size))
  const found = { chances, seconds: new Float64Array(size), sitting: new Int32Array(size) }
  new Sittings(learner, told).run(from, to, {
    learns,
    onForetold: (at, { chances: own, seconds, sitting }) => {
      for (const [head, column] of chances.entries()) column[at - from] = own[head] ?? 0
      found.seconds[at - from] = seconds
      found.sitting[at - from] = sitting
    },
  })
  return found
}

const judgeHead = (score: Float64Array, label: Float64Array, sitting: Int32Array): HeadJudgement => ({
  auc: auc({ score, label }),
  logloss: logLoss({ score, label }),
  sessionGauc: groupAuc({ score, label }, sitting),
})

/**
 * Warms a learner up on the meetings before `from`, then foretells those before `to` twice: frozen as it is then, and
 * learning on after each sitting (protocols P2 and P3 of feed.md 2.1).
 */
export const judgeRanking = (
  learner: Learner,
  told: Told,
  { from, to }: { readonly from: number; readonly to: number },
): RankingJudgement => {
  new Sittings(learner, told).run(0, from, { learns: true })
  const frozen = foretell(learner, told, { from, to, learns: false })
  const online = foretell(learner, told, { from, to, learns: true })
  const columnOf = (value: (at: number) => number): Float64Array =>
    Float64Array.from({ length: to - from }, (_, at) => value(from + at))
  const heads = learner.settings.heads.map(({ name }, head) => {
    const label = columnOf((at) => told.outcome(at).labels[head] ?? 0)
    const judge = ({ chances, sitting }: Foretold): HeadJudgement =>
      judgeHead(chances[head] ?? new Float64Array(label.length), label, sitting)
    return [name, { frozen: judge(frozen), online: judge(online) }] as const
  })
  const watched = columnOf((at) => Math.min(longestWatchSeconds, told.outcome(at).watchedSeconds ?? 0))
  return {
    ranking: Object.fromEntries(heads),
    watch: { mae: meanAbsoluteError(online.seconds, watched), xauc: xauc(online.seconds, watched) },
  }
}
