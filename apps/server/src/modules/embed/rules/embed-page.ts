import type { PublishedPost } from '@busker/contract'
import { markup } from './html.ts'
import { shortened, titleOf, type Site } from './page-head.ts'

/** A player in somebody else's page need not be sharper than its place: the largest file up to this short edge. */
const largestEdge = 720

const fileOf = (post: PublishedPost): string | null => {
  const { renditions } = post.playback
  const fitting = renditions.filter(({ width, height }) => Math.min(width, height) <= largestEdge)
  return (fitting.at(-1) ?? renditions[0])?.url ?? null
}

/** A page with one video in it and nothing else: no cookies, no app, no words that are not the post's own. */
export const embedPage = (post: PublishedPost, site: Site): string => {
  const { playback } = post
  const address = `${site.origin}/p/${post.postId}`
  const title = titleOf(post)
  const file = fileOf(post)
  const tracks = playback.captions.map(
    ({ url, language, label }) =>
      markup`<track kind="captions" src="${url}" srclang="${language}" label="${label}" />`,
  )
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${site.name}</title>
        <link rel="canonical" href="${address}" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/embed/player.css" />
        <script src="/embed/player.js" defer></script>
      </head>
      <body>
        <video
          playsinline
          loop
          preload="none"
          aria-label="${post.altText === '' ? title : shortened(post.altText)}"
          poster="${playback.posterUrl ?? ''}"
          src="${file ?? ''}"
        >
          ${tracks}
        </video>
        <button type="button" aria-label="Play"></button>
        <a href="${address}" target="_blank" rel="noopener"
          ><bdi>${title}</bdi> <span dir="auto">${shortened(post.caption)}</span></a
        >
      </body>
    </html> `.text
}

/** What stands where a video was, or never was for everybody. */
export const gonePage = (site: Site): string =>
  markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="robots" content="noindex" />
        <title>${site.name}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/embed/player.css" />
      </head>
      <body class="gone">
        <a href="${site.origin}" target="_blank" rel="noopener">This video is not here any more.</a>
      </body>
    </html> `.text
