import { cueTextOf } from './cue-text.ts'
import type { Cue } from './webvtt.ts'

/** A word as it was said. */
export interface SpokenWord {
  readonly text: string
  /** Whether a space stands before it: Chinese and Thai have none. */
  readonly spaced: boolean
  readonly startMs: number
  readonly endMs: number
}

export interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

/** What can be read at a glance, as subtitlers have it. */
export const cueRules = {
  lineWidth: 42,
  lines: 2,
  longestMs: 7000,
  shortestMs: 1000,
  pauseMs: 700,
  gapMs: 40,
} as const

// A letter of these scripts is twice as wide and says as much as half a word.
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFF60]/u
export const textWidth = (text: string): number => {
  let width = 0
  for (const letter of text) width += wide.test(letter) ? 2 : 1
  return width
}

const splitLong = (word: string): string[] => {
  const parts: string[] = []
  for (const letter of word) {
    const last = parts.at(-1)
    if (last !== undefined && textWidth(last + letter) <= cueRules.lineWidth)
      parts[parts.length - 1] = last + letter
    else parts.push(letter)
  }
  return parts
}

type Word = Pick<SpokenWord, 'text' | 'spaced'>

/** Splits a text where its language may break a line; punctuation stays with the word before it. */
export const splitWords = (text: string, language: string): Word[] => {
  const words: Word[] = []
  let spaced = false
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    const last = words.at(-1)
    if (segment.trim() === '') spaced = true
    else if (last && !spaced && !isWordLike && textWidth(last.text + segment) <= cueRules.lineWidth)
      words[words.length - 1] = { ...last, text: last.text + segment }
    else {
      for (const [index, part] of splitLong(segment).entries())
        words.push({ text: part, spaced: spaced && index === 0 && words.length > 0 })
      spaced = false
    }
  }
  return words
}

/** The moment after so many milliseconds of sound. */
const momentOf = (soundMs: number, stretches: readonly Stretch[]): number => {
  let left = soundMs
  for (const { startMs, endMs } of stretches) {
    if (left <= endMs - startMs) return startMs + left
    left -= endMs - startMs
  }
  return stretches.at(-1)?.endMs ?? 0
}

/** Gives each word its part of the sound by its length, for engines that only tell when a sentence was said. */
export const spreadWords = (words: readonly Word[], stretches: readonly Stretch[]): SpokenWord[] => {
  const total = words.reduce((sum, { text }) => sum + textWidth(text), 0)
  const soundMs = stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  let said = 0
  return words.map((word) => {
    // A hair later, so that a word at an edge begins with the sound and not with the pause before it.
    const startMs = Math.round(momentOf((said / total) * soundMs + 0.001, stretches))
    said += textWidth(word.text)
    const endMs = Math.round(momentOf((said / total) * soundMs, stretches))
    return { ...word, startMs, endMs: Math.max(endMs, startMs) }
  })
}

/** Breaks words into lines, each as full as it can be; null when they need more lines than a cue has. */
const breakLines = (words: readonly Word[]): string[] | null => {
  const lines: string[] = []
  for (const { text, spaced } of words) {
    const last = lines.at(-1)
    const joined = last === undefined ? null : `${last}${spaced ? ' ' : ''}${text}`
    if (joined !== null && textWidth(joined) <= cueRules.lineWidth) lines[lines.length - 1] = joined
    else lines.push(text)
  }
  return lines.length > cueRules.lines ? null : lines
}

const endsSentence = (word: SpokenWord): boolean => /[.!?…。！？؟]["'”’)»]?$/.test(word.text)

const belongsTo = (group: readonly SpokenWord[], word: SpokenWord): boolean => {
  const [first, last] = [group[0], group.at(-1)]
  if (!first || !last) return true
  if (word.startMs - last.endMs >= cueRules.pauseMs) return false
  if (word.endMs - first.startMs > cueRules.longestMs) return false
  // A sentence that fills a line stands alone.
  const width = group.reduce((sum, { text }) => sum + textWidth(text) + 1, 0)
  if (endsSentence(last) && width >= cueRules.lineWidth / 2) return false
  return breakLines([...group, word]) !== null
}

const groupWords = (words: readonly SpokenWord[]): SpokenWord[][] => {
  const groups: SpokenWord[][] = []
  for (const word of words) {
    const last = groups.at(-1)
    if (last && belongsTo(last, word)) last.push(word)
    else groups.push([word])
  }
  return groups
}

/** Makes captions of words: two short lines, at most seven seconds, broken at pauses and ends of sentences. */
export const cuesOfWords = (words: readonly SpokenWord[], videoMs: number): Cue[] => {
  const groups = groupWords(words.toSorted((one, other) => one.startMs - other.startMs))
  const cues: Cue[] = []
  for (const [index, group] of groups.entries()) {
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last) continue
    const startMs = Math.max(first.startMs, cues.at(-1)?.endMs ?? 0)
    const next = groups[index + 1]?.[0]?.startMs ?? videoMs
    // Short words stay long enough to be read, as far as the next caption leaves room.
    const readableMs = Math.min(startMs + cueRules.shortestMs, next - cueRules.gapMs)
    const endMs = Math.min(Math.max(last.endMs, readableMs), startMs + cueRules.longestMs, videoMs)
    const text = cueTextOf((breakLines(group) ?? []).join('\n'))
    if (endMs > startMs && text !== '') cues.push({ id: null, startMs, endMs, settings: '', text })
  }
  return cues
}
