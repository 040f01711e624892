// Kills the server 20 times at random moments of real work and checks that nothing acknowledged is lost or doubled.
// Run: npm run soak -- kill [--seed N] [--kills N] [--clips FOLDER of real clips]
import { parseArgs } from 'node:util'
import { seededChance } from '../scenarios/chance.ts'
import { makeMixedClips, readClips } from '../scenarios/clips.ts'
import { runCampaign, type Target } from '../scenarios/kill/campaign.ts'

/** Each kind of moment comes at least once in 20 kills; the rest is drawn. */
const everyTarget: readonly Target[] = [
  'first start',
  'first start',
  'bytes on their way',
  'last byte sent',
  'upload acknowledged',
  'conversion seen',
  'conversion seen',
  'post on its way',
  'published seen',
  'facts on their way',
  'facts on their way',
  'like on its way',
  'start',
  'start',
]

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      kills: { type: 'string', default: '20' },
      clips: { type: 'string' },
    },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  const chance = seededChance(seed)
  const drawn = Array.from({ length: Math.max(0, Number(values.kills) - everyTarget.length) }, () =>
    chance.pick(everyTarget.filter((target) => target !== 'first start')),
  )
  const targets = [...everyTarget, ...drawn]
    .slice(0, Number(values.kills))
    .map((target) => ({ target, order: target === 'first start' ? -1 : chance.integer(1_000_000) }))
    .sort((one, other) => one.order - other.order)
    .map(({ target }) => target)
  const { clips } = values
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const result = await runCampaign({
    seed,
    targets,
    clips: (folder) => (clips === undefined ? makeMixedClips(folder, 4) : readClips(clips, 12)),
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.ok ? 0 : 1
}

await main()
