import type { Author, PublishedPost } from '@busker/contract'
import { markup, type Html } from './html.ts'
import { playerSize } from './player-size.ts'

/** Where a preview is made: names and addresses in it are those of the instance as it was asked. */
export interface Site {
  readonly name: string
  /** `https://busker.example`, without a slash at its end. */
  readonly origin: string
}

/** Letters that previews show of a caption. */
const mostLetters = 200

export const shortened = (text: string): string => {
  const letters = Array.from(text.replaceAll(/\s+/g, ' ').trim())
  return letters.length <= mostLetters ? letters.join('') : `${letters.slice(0, mostLetters - 1).join('')}…`
}

export const titleOf = ({ author }: { author: Author }): string => `${author.displayName} (@${author.handle})`

const property = (name: string, content: string | number): Html =>
  markup`<meta property="${name}" content="${content}" />`
const named = (name: string, content: string | number): Html =>
  markup`<meta name="${name}" content="${content}" />`

/** What a page says of itself to those who only preview it. */
export interface PageHead {
  readonly title: string
  readonly markup: Html
}

/** The head of a page with a post that everybody may see. */
export const headOfPost = (post: PublishedPost, site: Site): PageHead => {
  const { playback } = post
  const address = `${site.origin}/p/${post.postId}`
  const player = `${site.origin}/embed/${post.postId}`
  const size = playerSize(playback, {})
  const title = titleOf(post)
  const about = shortened(post.caption)
  const oembed = `${site.origin}/v1/oembed?format=json&url=${encodeURIComponent(address)}`
  const picture = playback.posterUrl === null ? null : site.origin + playback.posterUrl
  const lines = [
    markup`<link rel="canonical" href="${address}" />`,
    markup`<link rel="alternate" type="application/json+oembed" href="${oembed}" title="${title}" />`,
    named('description', about),
    property('og:type', 'video.other'),
    property('og:site_name', site.name),
    property('og:title', title),
    property('og:description', about),
    property('og:url', address),
    property('og:video', player),
    property('og:video:type', 'text/html'),
    property('og:video:width', size.width),
    property('og:video:height', size.height),
    named('twitter:card', 'player'),
    named('twitter:title', title),
    named('twitter:description', about),
    named('twitter:player', player),
    named('twitter:player:width', size.width),
    named('twitter:player:height', size.height),
    ...(picture === null
      ? []
      : [
          property('og:image', picture),
          property('og:image:width', playback.width),
          property('og:image:height', playback.height),
          ...(post.altText === '' ? [] : [property('og:image:alt', shortened(post.altText))]),
          named('twitter:image', picture),
        ]),
  ]
  return { title: `${title} · ${site.name}`, markup: markup`${lines}` }
}

/** The head of a person's page. */
export const headOfPerson = (author: Author, site: Site): PageHead => {
  const address = `${site.origin}/@${author.handle}`
  const title = titleOf({ author })
  const lines = [
    markup`<link rel="canonical" href="${address}" />`,
    named('description', title),
    property('og:type', 'profile'),
    property('og:site_name', site.name),
    property('og:title', title),
    property('og:url', address),
    property('profile:username', author.handle),
    named('twitter:card', 'summary'),
    named('twitter:title', title),
  ]
  return { title: `${title} · ${site.name}`, markup: markup`${lines}` }
}
