/** Letters of a caption that go into a file name. */
const mostLetters = 60

/** What no file system of ours objects to: no separators, no control characters, no dots at the ends. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(/[/\\:*?"<>|]/g, '')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')

/**
 * A file name that says whose video it is and what it says of itself.
 *
 * @example fileNameOf({ handle: 'ana', caption: 'A pond: morning' }) // 'ana - A pond morning.mp4'
 */
export const fileNameOf = (post: { readonly handle: string; readonly caption: string }): string => {
  const words = plain(Array.from(plain(post.caption)).slice(0, mostLetters).join(''))
  return `${words === '' ? post.handle : `${post.handle} - ${words}`}.mp4`
}

/** RFC 6266: the plain name for old programs, and the whole one, percent-encoded (RFC 8187). */
export const attachment = (name: string): string => {
  const ascii = name.replaceAll(/[^\x20-\x7E]/g, '_').replaceAll(/["\\]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
