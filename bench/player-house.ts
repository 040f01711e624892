import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { getPost, ResponseOf } from '@busker/contract'
import type { Browser } from 'playwright-core'
import { arriveWithAccount } from '../tests/e2e/stage/account-pages.ts'
import { publish } from '../tests/e2e/stage/backstage.ts'
import type { House } from '../tests/e2e/stage/house.ts'
import { mediaFolder } from '../tests/e2e/stage/readiness.ts'
import { until } from '../tests/e2e/stage/until.ts'
import { visit } from '../tests/e2e/stage/visitor.ts'

interface ManifestClip {
  readonly file: string
  readonly duration: number
  readonly orientation: string
}

const chooseClips = async (count: number): Promise<string[]> => {
  // The manifest is made beside the clips and describes each of them.
  const manifest = JSON.parse(await readFile(join(mediaFolder, 'manifest.json'), 'utf8')) as {
    clips: ManifestClip[]
  }
  const fitting = manifest.clips.filter(({ file, duration }) => file.startsWith('cuts/') && duration >= 9)
  // Portrait ones first: they fill the stage, as most of what is watched here will.
  const portrait = fitting.filter(({ orientation }) => orientation === 'portrait')
  const others = fitting.filter(({ orientation }) => orientation !== 'portrait')
  return [...portrait, ...others].slice(0, count).map(({ file }) => join(mediaFolder, file))
}

/** Publishes so many real clips and waits until every size of them is there. */
export const furnish = async (browser: Browser, house: House, count: number): Promise<void> => {
  const creator = await visit(browser, house)
  await arriveWithAccount(creator, 'bench.player')
  const posts: string[] = []
  for (const [index, path] of (await chooseClips(count)).entries())
    posts.push(await publish(creator, { path, name: `clip-${index}` }, `Clip ${index}`))
  for (const postId of posts)
    await until(
      'every size of every clip',
      async () => {
        const answer = await creator.context.request.get(`/v1/posts/${postId}`)
        const { post } = (await answer.json()) as ResponseOf<typeof getPost>
        return post.state === 'published' && post.playback.complete
      },
      (complete) => complete,
    )
  await creator.context.close()
}
