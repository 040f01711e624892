import { captionParts } from '#shared/format'

/** Shorter ones are mostly little words that stand in every caption; signs of Han and the like say more each. */
const shortest = 3
const denseScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const most = 20

/** Words of a caption to choose one from, each once, without its tags and mentions. */
export const captionWords = (caption: string): string[] => {
  const words = new Set<string>()
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  for (const part of captionParts(caption)) {
    if (part.kind !== 'text') continue
    for (const { segment, isWordLike } of segmenter.segment(part.text)) {
      const isLong = Array.from(segment).length >= shortest || denseScript.test(segment)
      if (isWordLike && isLong) words.add(segment.toLowerCase())
    }
  }
  return [...words].slice(0, most)
}
