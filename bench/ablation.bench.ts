// What each part of the recommender adds, on KuaiRand-Pure: each row leaves one out. By default on 29 and 30 April, the days
// that settings are chosen on.
// Run: npm run bench -- ablation [--quick] [--data FOLDER] [--from 20220429 --to 20220430]
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  judgeRanking,
  judgeRetrieval,
  Learner,
  terms,
  type LearnerSettings,
  type Meeting,
  type Term,
} from '@busker/ranking'
import {
  catalogueOf,
  learnerSettings,
  placesOf,
  readKuairand,
  retrievalCaseOf,
  retrievalSettings,
  toldOf,
  warmed,
  type Kuairand,
  type Places,
} from '../apps/server/src/cli/eval/kuairand-cases.ts'

const options = {
  quick: { type: 'boolean', default: false },
  data: { type: 'string', default: join(import.meta.dirname, '../../shared/data/kuairand-pure') },
  from: { type: 'string', default: '20220429' },
  to: { type: 'string', default: '20220430' },
} as const

/** Constant, person, surface, hour and their cross: what stands there of the term `moment` is not about the last watch. */
const firstOfLast = 5

/** A learner to which what some features say is unknown: in their places stands the same for all meetings. */
class Ignorant extends Learner {
  readonly #isLeftOut: (term: Term, place: number) => boolean

  constructor(
    settings: LearnerSettings,
    data: Kuairand,
    isLeftOut: (term: Term, place: number) => boolean = () => false,
  ) {
    super(settings, catalogueOf(data))
    this.#isLeftOut = isLeftOut
  }

  override describe(meeting: Meeting): Int32Array {
    const features = super.describe(meeting).slice()
    const groups = this.groups
    for (const place of features.keys()) {
      const term = terms[groups[place] ?? 0]
      if (term !== undefined && this.#isLeftOut(term, place))
        features[place] = this.settings.places - 1 - place
    }
    return features
  }
}

const withoutAttributes = (data: Kuairand): Kuairand => ({ ...data, users: { names: ['user_id'], rows: [] } })

const learners: Record<string, (data: Kuairand) => Learner> = {
  everything: (data) => new Ignorant(learnerSettings, data),
  'without rates': (data) => new Ignorant({ ...learnerSettings, rated: 0 }, data),
  'without videos watched by the same people': (data) =>
    new Ignorant(learnerSettings, data, (term) => term === 'similar'),
  'without the last watch': (data) =>
    new Ignorant(learnerSettings, data, (term, place) => term === 'moment' && place >= firstOfLast),
  'without pairs of features': (data) => new Ignorant({ ...learnerSettings, pairSize: 0 }, data),
  'without attributes of people': (data) => new Ignorant(learnerSettings, withoutAttributes(data)),
  'without what is known of the person': (data) =>
    new Ignorant(learnerSettings, data, (term) => ['habits', 'topic', 'creator', 'similar'].includes(term)),
}

const retrievals: Record<string, (data: Kuairand, places: Places) => ReturnType<typeof judgeRetrieval>> = {
  'vectors of what held': (data, places) =>
    judgeRetrieval(retrievalCaseOf(data, places, 0), {
      ...retrievalSettings,
      ...{ trendWeight: 0, fairPlace: false },
    }),
  'and what is watched now': (data, places) =>
    judgeRetrieval(retrievalCaseOf(data, places, 0), { ...retrievalSettings, fairPlace: false }),
  'and what was watched without holding': (data, places) =>
    judgeRetrieval(retrievalCaseOf(data, places), { ...retrievalSettings, fairPlace: false }),
  'and a fair place': (data, places) => judgeRetrieval(retrievalCaseOf(data, places), retrievalSettings),
}

/** Every fourth person. */
const quickened = (data: Kuairand): Kuairand => {
  const isKept = (user: number | undefined): boolean => (user ?? 0) % 4 === 0
  const kept = data.impressions.user_id.map(isKept)
  const impressions = Object.fromEntries(
    Object.entries(data.impressions).map(([name, column]) => [name, column.filter((_, at) => kept[at])]),
  )
  return {
    ...data,
    // Checked boundary: the same names as before.
    impressions: impressions as unknown as Kuairand['impressions'],
    pasts: data.pasts.filter(({ userId }) => isKept(userId)),
  }
}

const short = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)))

const say = (name: string, row: Readonly<Record<string, number | null>>): void => {
  const cells = Object.entries(row).map(([column, value]) => `${column} ${value ?? '–'}`)
  process.stderr.write(`${name.padEnd(44)} ${cells.join('  ')}\n`)
}

const rankingRow = (data: Kuairand, learner: Learner, places: Places) => {
  const { ranking, watch } = judgeRanking(warmed(data, learner), toldOf(data.impressions), places)
  const aucs = Object.entries(ranking).map(([head, { online }]) => [`${head}Auc`, short(online.auc)] as const)
  return {
    ...Object.fromEntries(aucs),
    longViewInSessions: short(ranking['long_view']?.online.sessionGauc ?? null),
    watchXauc: short(watch.xauc),
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options })
  if (!existsSync(values.data)) {
    process.stderr.write(`skipped: there is no folder ${values.data}; say --data FOLDER\n`)
    process.stdout.write(`${JSON.stringify({ bench: 'ablation', ok: true, skipped: true })}\n`)
    return
  }
  const at = (name: string): string => join(values.data, name)
  const all = await readKuairand({
    ...{ impressions: at('impressions_0425_0505.csv.gz'), sequences: at('user_sequences_until_0424.csv.gz') },
    ...{ users: at('user_features_pure.csv'), videos: at('video_features_basic_pure.csv') },
  })
  const data = values.quick ? quickened(all) : all
  const places = placesOf(data, { from: Number(values.from), to: Number(values.to) })
  const retrieval: Record<string, Record<string, number | null>> = {}
  for (const [name, judge] of Object.entries(retrievals)) {
    const { ndcg20, r100, coverage20 } = judge(data, places)
    retrieval[name] = { ndcg20: short(ndcg20), r100: short(r100), coverage20: short(coverage20) }
    say(name, retrieval[name])
  }
  const ranking: Record<string, Record<string, number | null>> = {}
  for (const [name, make] of Object.entries(learners)) {
    ranking[name] = rankingRow(data, make(data), places)
    say(name, ranking[name])
  }
  const { quick, from, to } = values
  const machineLoad = loadavg()[0]
  process.stdout.write(
    `${JSON.stringify({ bench: 'ablation', ok: true, quick, from, to, retrieval, ranking, machineLoad })}\n`,
  )
}

await main()
