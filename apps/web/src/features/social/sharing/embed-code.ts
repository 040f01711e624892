const entities: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: string): string => text.replaceAll(/[&"<>]/g, (letter) => entities[letter] ?? letter)

/** As wide as a phone; the height follows from the shape of the video. */
const width = 325

/**
 * Markup that shows a post in another page.
 *
 * @example embedCode({ postId, name: 'Ana', playback: { width: 720, height: 1280 } }, 'https://busker.example')
 */
export const embedCode = (
  post: { postId: string; name: string; playback: { width: number; height: number } },
  origin: string,
): string => {
  const height = Math.max(200, Math.round((width * post.playback.height) / post.playback.width))
  const src = `${origin}/embed/${post.postId}`
  return (
    `<iframe src="${escaped(src)}" width="${width}" height="${height}" title="${escaped(post.name)}" ` +
    `style="border:0" allow="fullscreen" loading="lazy"></iframe>`
  )
}
