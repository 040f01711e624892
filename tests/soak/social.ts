// 200 clients like, comment, answer, remove, follow, block and undo at random for 60 s over HTTP; then everything is recounted.
// Run: npm run soak -- social [--seed N] [--clients N] [--posts N] [--seconds N]
import { parseArgs } from 'node:util'
import { runSocialCampaign } from '../scenarios/social/campaign.ts'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      clients: { type: 'string', default: '200' },
      posts: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '60' },
    },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const result = await runSocialCampaign({
    ...{
      seed,
      clients: Number(values.clients),
      posts: Number(values.posts),
      seconds: Number(values.seconds),
    },
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.ok ? 0 : 1
}

await main()
