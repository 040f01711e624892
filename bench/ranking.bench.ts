// What the ranker's thread does: microseconds to describe and foretell one candidate of a person and to learn one meeting,
// with nine heads, a hundred thousand videos and people and half a million meetings learned.
// Run: npm run bench -- ranking
import { loadavg } from 'node:os'
import { Learner } from '@busker/ranking'
import { benchSettings, crowdOf, learnMany, startMs, type Crowd } from './ranking-crowd.ts'

const meetings = 500_000
const measuredFrom = 450_000
const candidates = 50
const requests = 2000
const budgetUs = { candidate: 15, learn: 60 }

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

/** Microseconds for each of so many. */
const timed = (count: number, run: () => void): number => {
  const beganMs = performance.now()
  run()
  return rounded(((performance.now() - beganMs) * 1000) / count)
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

const measure = (places: number) => {
  const settings = benchSettings(places)
  const crowd = crowdOf(7)
  const learner = new Learner(settings, crowd.catalogue)
  learnMany(learner, crowd, { from: 0, to: measuredFrom })
  const learnUs = timed(meetings - measuredFrom, () => {
    learnMany(learner, crowd, { from: measuredFrom, to: meetings })
  })
  foretellMany(learner, crowd, settings.heads.length)
  const candidateUs = timed(requests * candidates, () => {
    foretellMany(learner, crowd, settings.heads.length)
  })
  return { places, heads: settings.heads.length, learnUs, candidateUs }
}

const main = (): void => {
  const rounds = []
  for (const places of [1 << 20, 1 << 22]) {
    const round = measure(places)
    process.stderr.write(`${JSON.stringify(round)}\n`)
    rounds.push(round)
  }
  const value = Math.max(...rounds.map(({ candidateUs }) => candidateUs))
  const learnUs = Math.max(...rounds.map((round) => round.learnUs))
  const result = {
    bench: 'ranking',
    ok: value <= budgetUs.candidate && learnUs <= budgetUs.learn,
    budget: `a candidate at most ${budgetUs.candidate} us, a meeting learned at most ${budgetUs.learn} us`,
    ...{ value, learnUs, rounds, machineLoad: loadavg()[0], command: 'npm run bench -- ranking' },
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

main()
