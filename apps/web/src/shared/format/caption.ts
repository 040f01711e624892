/** A caption in pieces: what is a link and what is plain text. Joining the texts gives the caption back. */
export type CaptionPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly text: string; readonly tag: string }
  | { readonly kind: 'mention'; readonly text: string; readonly handle: string }

// A tag needs a letter somewhere, so that "#1" stays a number. Letters of every script count, with their marks.
const pattern =
  /(?<![\p{L}\p{M}\p{N}_&/#@])(?:#(?<tag>[\p{L}\p{M}\p{N}_]{1,100})|(?<!\.)@(?<handle>[A-Za-z][A-Za-z0-9_.]{1,22}[A-Za-z0-9_]))/gu
const hasLetter = /\p{L}/u

export const captionParts = (caption: string): CaptionPart[] => {
  const parts: CaptionPart[] = []
  let from = 0
  for (const match of caption.matchAll(pattern)) {
    const { tag, handle } = match.groups ?? {}
    if (tag !== undefined && !hasLetter.test(tag)) continue
    if (match.index > from) parts.push({ kind: 'text', text: caption.slice(from, match.index) })
    const text = match[0]
    if (tag !== undefined) parts.push({ kind: 'tag', text, tag: tag.toLowerCase() })
    if (handle !== undefined) parts.push({ kind: 'mention', text, handle: handle.toLowerCase() })
    from = match.index + text.length
  }
  if (from < caption.length) parts.push({ kind: 'text', text: caption.slice(from) })
  return parts
}
