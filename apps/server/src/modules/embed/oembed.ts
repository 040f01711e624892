import type { Oembed, RequestOf, getOembed } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { EmbedDeps } from './deps.ts'
import { publicPostAt } from './public-posts.ts'
import { markup } from './rules/html.ts'
import { pageOfAddress } from './rules/own-address.ts'
import { shortened, titleOf, type Site } from './rules/page-head.ts'
import { playerSize } from './rules/player-size.ts'

/** A site that keeps the answer longer would show what is gone for longer. */
const cacheSeconds = 3600

/** What another site needs to show a post. What not everybody may see does not exist: 401 would tell that it does. */
export const oembedOf = async (
  deps: EmbedDeps,
  query: RequestOf<typeof getOembed>['query'],
  site: Site,
): Promise<Oembed> => {
  if (query.format !== 'json') throw new AppError('format_not_served')
  const page = pageOfAddress(query.url, site.origin)
  const post = page && (await publicPostAt(deps, page))
  if (!post) throw new AppError('not_found')
  const { width, height } = playerSize(post.playback, query)
  const title = shortened(post.caption) || titleOf(post)
  const { posterUrl } = post.playback
  const picture = posterUrl !== null && {
    thumbnail_url: site.origin + posterUrl,
    thumbnail_width: post.playback.width,
    thumbnail_height: post.playback.height,
  }
  return {
    ...{ version: '1.0', type: 'video', title, width, height },
    author_name: post.author.displayName,
    author_url: `${site.origin}/@${post.author.handle}`,
    ...{ provider_name: site.name, provider_url: site.origin, cache_age: cacheSeconds },
    ...picture,
    html: markup`<iframe src="${site.origin}/embed/${post.postId}" width="${width}" height="${height}" title="${title}" style="border:0" allow="fullscreen" loading="lazy"></iframe>`
      .text,
  }
}
