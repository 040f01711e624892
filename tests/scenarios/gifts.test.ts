import { expect, test } from 'vitest'
import { runGiftCampaign } from './gifts/campaign.ts'

/** `npm run soak -- gifts` does this with 200 clients, 10 000 gifts and 30 kills. */
test('after kill -9 of server and database every acknowledged gift is there once and no wallet is below zero', async () => {
  const said: string[] = []
  const result = await runGiftCampaign({
    ...{ seed: 20_261_123, clients: 6, gifts: 100, coins: 95, kills: 2 },
    say: (line) => said.push(line),
  })
  expect(result.faults, said.join('\n')).toEqual([])
  expect(result.kills).toBe(2)
  expect(result.acknowledged).toBe(6 * 95)
  expect(result.refused).toBe(6 * 5)
})
