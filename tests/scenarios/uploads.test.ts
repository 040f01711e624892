import { expect, test } from 'vitest'
import { runUploads } from './uploads/campaign.ts'

/** `npm run soak -- uploads` does this with 1,000 uploads and 100 kills. */
test('uploads survive kills of the server, its worker and the client', async () => {
  const said: string[] = []
  const result = await runUploads({ seed: 20_261_122, uploads: 12, kills: 4, say: (line) => said.push(line) })
  expect(result.faults, said.join('\n')).toEqual([])
  expect(result).toMatchObject({ ok: true, ready: 12 })
})
