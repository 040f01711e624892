import { expect, test } from 'vitest'
import { makeMixedClips } from './clips.ts'
import { runCampaign, type Target } from './kill/campaign.ts'

/** `npm run soak -- kill` does this 20 times at moments of a seed of its own. */
const targets: readonly Target[] = [
  'first start',
  'bytes on their way',
  'conversion seen',
  'facts on their way',
]

test('after kill -9 everything that was acknowledged is there once', async () => {
  const said: string[] = []
  const result = await runCampaign({
    seed: 20_261_122,
    targets,
    clips: (folder) => makeMixedClips(folder, 2, 1),
    say: (line) => said.push(line),
  })
  expect(result.faults, said.join('\n')).toEqual([])
  expect(result.kills).toHaveLength(targets.length)
  // Whether a first start is still under way depends on the machine; the other moments are waited for.
  const missed = result.kills.filter(({ target, came }) => target !== 'first start' && !came)
  expect(missed, said.join('\n')).toEqual([])
  expect(result.acknowledged.posts).toBeGreaterThan(0)
  expect(result.acknowledged.facts).toBeGreaterThan(0)
})
