/** One caption while it is edited. `key` only tells rows apart. */
export interface EditedCue {
  readonly key: number
  /** Name and place of the cue in the file; kept, not shown. */
  readonly id: string | null
  readonly settings: string
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

const timing = /^(\S+) --> (\S+)(?: (.*))?$/

const fileTime = (text: string): number => {
  const [seconds = 0, minutes = 0, hours = 0] = text.split(':').map(Number).toReversed()
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000)
}

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** People write "3 < 5", not "3 &lt; 5". Where that could be taken for a tag, the entity stays. */
const shown = (text: string): string => {
  const words = plain(text)
  return text.includes('<') || /<[a-zA-Z0-9/]|&\w+;/.test(words) ? text : words
}

const readBlock = (block: string, key: number): EditedCue | null => {
  const lines = block.split('\n')
  const at = lines.findIndex((line) => timing.test(line))
  const [, start = '', end = '', settings = ''] = timing.exec(lines[at] ?? '') ?? []
  if (at < 0) return null
  return {
    key,
    id: at > 0 ? (lines[at - 1] ?? null) : null,
    settings,
    startMs: fileTime(start),
    endMs: fileTime(end),
    text: shown(lines.slice(at + 1).join('\n')),
  }
}

/** Reads captions as the server writes them: one form, checked, in the order of the video. */
export const readCues = (vtt: string): EditedCue[] =>
  vtt
    .trim()
    .split(/\n{2,}/)
    .slice(1)
    .map(readBlock)
    .filter((cue) => cue !== null)

const two = (value: number): string => String(value).padStart(2, '0')

const writeTime = (ms: number): string => {
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ]
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(ms % 1000).padStart(3, '0')}`
}

/** A blank line would end the caption, an arrow would begin another. */
const writeText = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim().replaceAll('-->', '→'))
    .filter((line) => line !== '')
    .join('\n')

export interface WrittenCues {
  readonly vtt: string
  /** The cue that stands at a line of the text, counted from one; the server names faults by line. */
  cueAt(line: number): number | null
}

/** Writes WebVTT. Captions without words are left out. */
export const writeCues = (cues: readonly EditedCue[]): WrittenCues => {
  const blocks = ['WEBVTT']
  const places: { readonly line: number; readonly key: number }[] = []
  let line = 3
  for (const { key, id, settings, startMs, endMs, text } of cues) {
    const words = writeText(text)
    if (words === '') continue
    const times = `${writeTime(startMs)} --> ${writeTime(endMs)}${settings === '' ? '' : ` ${settings}`}`
    const block = [...(id === null ? [] : [id]), times, words].join('\n')
    blocks.push(block)
    places.push({ line, key })
    line += block.split('\n').length + 1
  }
  return {
    vtt: `${blocks.join('\n\n')}\n`,
    cueAt: (wanted) => places.findLast((place) => place.line <= wanted)?.key ?? null,
  }
}

/** 61 250 ms → 1:01.25: short to read, exact to the hundredth. */
export const shortTime = (ms: number): string => {
  const hundredths = Math.round(ms / 10)
  const seconds = Math.floor(hundredths / 100)
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`
}

/** What a person types for a time: 61.25, 1:01, 0:01:01,250. Null: no time. */
export const readShortTime = (text: string): number | null => {
  const found = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim())
  if (!found) return null
  const [hours, minutes, seconds] = [found[1], found[2], found[3]].map((part) => Number(part ?? 0))
  const ms = Number((found[4] ?? '0').padEnd(3, '0'))
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + ms
}

export type CueFault = 'end_before_start' | 'after_end'

/** The server lets captions end one second after the video. */
const graceMs = 1000

export const faultOf = (cue: EditedCue, durationMs: number): CueFault | null => {
  if (writeText(cue.text) === '') return null
  if (cue.endMs <= cue.startMs) return 'end_before_start'
  return cue.endMs > durationMs + graceMs ? 'after_end' : null
}
