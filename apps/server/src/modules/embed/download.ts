import type { PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { EmbedDeps } from './deps.ts'
import { attachment, fileNameOf } from './rules/file-name.ts'

/** The best file of a post and the name it is kept under, for whoever may have it. */
export const openDownload = async (deps: EmbedDeps, postId: PostId, viewer: Viewer) => {
  const post = (await deps.posts.getCards([postId], viewer)).get(postId)
  if (!post) throw new AppError('not_found')
  if (!post.can.download) throw new AppError('download_not_allowed')
  const file = await deps.media.openBest(post.assetId)
  // While only the growing stream exists there is no file yet.
  if (!file) throw new AppError('asset_not_ready')
  const name = fileNameOf({ handle: post.author.handle, caption: post.caption })
  return { ...file, disposition: attachment(name) }
}
