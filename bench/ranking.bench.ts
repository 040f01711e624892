// What the ranker's thread does: microseconds to describe and foretell one candidate of a person and to learn one meeting,
// with nine heads, a hundred thousand videos and people and half a million meetings learned. All times are of the thread.
// Run: npm run bench -- ranking
import { loadavg } from 'node:os'
import { Learner, StateReader, StateWriter, Top, VectorScan } from '@busker/ranking'
import { benchSettings, crowdOf, learnMany, startMs, videos, type Crowd } from './ranking-crowd.ts'

const meetings = 500_000
const measuredFrom = 450_000
const candidates = 50
const requests = 2000
const budgetUs = { candidate: 15, learn: 60 }
const scans = 200
const vectorSize = 64
const best = 200

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

/** Time that this thread has worked: what else runs on the machine does not count. */
const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Microseconds for each of so many. */
const timed = (count: number, run: () => void): number => {
  const beganMs = workedMs()
  run()
  return rounded(((workedMs() - beganMs) * 1000) / count)
}

const foretellMany = (learner: Learner, crowd: Crowd, heads: number): void => {
  const chances = new Float64Array(heads)
  const facts = { following: false, ageMs: 86_400_000 }
  for (let request = 0; request < requests; request += 1) {
    const moment = { person: crowd.person(), surface: 0, atMs: startMs + 8 * 86_400_000, hour: request % 24 }
    const opening = learner.openFor(moment)
    for (let candidate = 0; candidate < candidates; candidate += 1) {
      opening.describe(crowd.video(), facts)
      opening.foretell(chances)
      opening.foretellSeconds()
    }
  }
}

/** Milliseconds to save and to load all that was learned, and how many bytes it takes. */
const measureState = (learner: Learner, crowd: Crowd) => {
  const beganMs = workedMs()
  const writer = new StateWriter()
  learner.save(writer.within('learner'))
  crowd.catalogue.save(writer.within('catalogue'))
  const chunks = writer.chunks()
  const savedMs = workedMs()
  const again = new Learner(learner.settings, crowd.catalogue)
  const madeMs = workedMs()
  const reader = StateReader.from(chunks)
  again.load(reader.within('learner'))
  const bytes = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return {
    saveMs: rounded(savedMs - beganMs, 0),
    loadMs: rounded(workedMs() - madeMs, 0),
    megabytes: rounded(bytes / 1e6, 0),
    megabytesOf: Object.fromEntries(
      Object.entries(learner.bytes).map(([name, own]) => [name, rounded(own / 1e6, 0)]),
    ),
  }
}

/** Microseconds to score all videos by vectors, and to take the best of them, too. */
const measureScan = ({ uniform }: Crowd) => {
  const scan = new VectorScan(vectorSize)
  const query = new Float32Array(vectorSize)
  const turn = (): Float32Array => {
    for (let at = 0; at < vectorSize; at += 1) query[at] = uniform() - 0.5
    return query
  }
  for (let video = 0; video < videos; video += 1) scan.set(video, turn())
  const top = new Top(best)
  for (let time = 0; time < scans; time += 1) scan.scores(turn())
  const scanUs = timed(scans, () => {
    for (let time = 0; time < scans; time += 1) scan.scores(turn())
  })
  const bestUs = timed(scans, () => {
    for (let time = 0; time < scans; time += 1) {
      top.clear()
      scan.offer(turn(), top)
      top.take()
    }
  })
  return { vectors: videos, size: vectorSize, scanUs, best, bestUs, megabytes: rounded(scan.bytes / 1e6, 0) }
}

const measure = (places: number) => {
  const settings = benchSettings(places)
  const crowd = crowdOf(7)
  const learner = new Learner(settings, crowd.catalogue)
  let longestMs = 0
  for (let at = 0; at < measuredFrom; at += 1) {
    const beganMs = workedMs()
    learnMany(learner, crowd, { from: at, to: at + 1 })
    longestMs = Math.max(longestMs, workedMs() - beganMs)
  }
  const learnUs = timed(meetings - measuredFrom, () => {
    learnMany(learner, crowd, { from: measuredFrom, to: meetings })
  })
  foretellMany(learner, crowd, settings.heads.length)
  const candidateUs = timed(requests * candidates, () => {
    foretellMany(learner, crowd, settings.heads.length)
  })
  return {
    places,
    heads: settings.heads.length,
    learnUs,
    longestLearnMs: rounded(longestMs),
    candidateUs,
    ...measureState(learner, crowd),
  }
}

const main = (): void => {
  const rounds = []
  for (const places of [1 << 20, 1 << 22]) {
    const round = measure(places)
    process.stderr.write(`${JSON.stringify(round)}\n`)
    rounds.push(round)
  }
  const scan = measureScan(crowdOf(9))
  const value = Math.max(...rounds.map(({ candidateUs }) => candidateUs))
  const learnUs = Math.max(...rounds.map((round) => round.learnUs))
  const result = {
    bench: 'ranking',
    ok: value <= budgetUs.candidate && learnUs <= budgetUs.learn,
    budget: `a candidate at most ${budgetUs.candidate} us, a meeting learned at most ${budgetUs.learn} us`,
    ...{ value, learnUs, scan, rounds, machineLoad: loadavg()[0], command: 'npm run bench -- ranking' },
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

main()
