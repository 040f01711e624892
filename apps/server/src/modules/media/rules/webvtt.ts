import { cleanCueText, stripSrtMarks } from './cue-text.ts'

/** A stretch of speech in words. `text` is WebVTT cue text: escaped, with the few tags that are kept. */
export interface Cue {
  readonly id: string | null
  readonly startMs: number
  readonly endMs: number
  /** Place on the picture, as in the file; empty for the usual place. */
  readonly settings: string
  readonly text: string
}

export type CaptionFaultCode =
  | 'too_large'
  | 'too_many_cues'
  | 'not_captions'
  | 'no_cues'
  | 'bad_time'
  | 'end_before_start'
  | 'after_end'
  | 'cue_too_long'
  | 'no_times'

/** Why captions are not usable, by the line of the text that was given. */
export interface CaptionFault {
  readonly line: number
  readonly code: CaptionFaultCode
  readonly reason: string
}

export type CaptionReading =
  | { readonly kind: 'read'; readonly cues: readonly Cue[] }
  /** At most `mostFaults`. */
  | { readonly kind: 'faulty'; readonly faults: readonly CaptionFault[] }

export const captionLimits = { bytes: 500_000, cues: 5000, cueCharacters: 2000, beyondEndMs: 1000 } as const
const mostFaults = 20
const longestId = 100

const reasons: Record<CaptionFaultCode, string> = {
  too_large: `The text is larger than ${captionLimits.bytes / 1000} kB.`,
  too_many_cues: `There are more than ${captionLimits.cues} captions.`,
  not_captions: 'This is neither WebVTT (the first line must be WEBVTT) nor SRT.',
  no_cues: 'There is no caption in the text.',
  bad_time: 'The times must look like 00:01:02.500 --> 00:01:04.000.',
  end_before_start: 'The caption ends before it begins.',
  after_end: 'The caption lasts longer than the video.',
  cue_too_long: `One caption has more than ${captionLimits.cueCharacters} characters.`,
  no_times: 'A line with the times, such as 00:01.000 --> 00:04.000, is missing here.',
}
const fault = (line: number, code: CaptionFaultCode): CaptionFault => ({ line, code, reason: reasons[code] })

// SRT has a comma and sometimes fewer digits; whoever wrote the file meant the same.
const timePattern = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`
const timingLine = new RegExp(String.raw`^\s*${timePattern}\s*-->\s*${timePattern}(?:\s+(.*))?$`)

const timeOf = (parts: readonly (string | undefined)[]): number | null => {
  const [hours, minutes, seconds] = parts.slice(0, 3).map((part) => Number(part ?? 0))
  if (hours === undefined || minutes === undefined || seconds === undefined) return null
  if (minutes > 59 || seconds > 59) return null
  const fraction = Number((parts[3] ?? '0').padEnd(3, '0'))
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
}

const settingShapes: Record<string, RegExp> = {
  vertical: /^(rl|lr)$/,
  line: /^(-?\d{1,4}|\d{1,3}(\.\d+)?%)(,(start|center|end))?$/,
  position: /^\d{1,3}(\.\d+)?%(,(line-left|center|line-right))?$/,
  size: /^\d{1,3}(\.\d+)?%$/,
  align: /^(start|center|end|left|right)$/,
}

/** Keeps what says where a caption stands. Regions go: their blocks are dropped. */
const cleanSettings = (text: string): string =>
  text
    .split(/\s+/)
    .filter((setting) => {
      const [name = '', value = ''] = setting.split(':')
      return Object.hasOwn(settingShapes, name) && settingShapes[name]?.test(value)
    })
    .join(' ')

interface Timing {
  readonly startMs: number
  readonly endMs: number
  readonly settings: string
}

const readTiming = (line: string): Timing | null => {
  const found = timingLine.exec(line)
  if (!found) return null
  const startMs = timeOf(found.slice(1, 5))
  const endMs = timeOf(found.slice(5, 9))
  return startMs === null || endMs === null
    ? null
    : { startMs, endMs, settings: cleanSettings(found[9] ?? '') }
}

const isTiming = (line: string | undefined): boolean => line?.includes('-->') ?? false
const isBlank = (line: string | undefined): boolean => line === undefined || /^[ \t]*$/.test(line)
/** Notes are for authors; styles and regions could load something or draw over the picture. */
const isDropped = (line: string): boolean => /^(NOTE|STYLE|REGION)(\s|$)/.test(line) && !isTiming(line)

interface Reader {
  readonly lines: readonly string[]
  readonly isSrt: boolean
  readonly maximumMs: number
  readonly cues: Cue[]
  readonly faults: CaptionFault[]
  at: number
}

const skipBlock = (reader: Reader): void => {
  while (!isBlank(reader.lines[reader.at])) reader.at += 1
}

/** The words of a caption: until a blank line, or until the times of the next one. */
const takeText = (reader: Reader): string => {
  const from = reader.at
  while (!isBlank(reader.lines[reader.at]) && !isTiming(reader.lines[reader.at])) reader.at += 1
  // SRT without blank lines between captions: the number before the next times is not spoken.
  const isNext = isTiming(reader.lines[reader.at])
  const to =
    isNext && reader.isSrt && /^\d+\s*$/.test(reader.lines[reader.at - 1] ?? '') ? reader.at - 1 : reader.at
  const text = reader.lines.slice(from, to).join('\n')
  return cleanCueText(reader.isSrt ? stripSrtMarks(text) : text)
}

const takeCue = (reader: Reader, id: string | null): void => {
  const line = reader.at + 1
  const timing = readTiming(reader.lines[reader.at] ?? '')
  reader.at += 1
  const text = takeText(reader)
  if (timing === null) return void reader.faults.push(fault(line, 'bad_time'))
  const { startMs, endMs, settings } = timing
  if (endMs <= startMs) reader.faults.push(fault(line, 'end_before_start'))
  else if (endMs > reader.maximumMs + captionLimits.beyondEndMs) reader.faults.push(fault(line, 'after_end'))
  if (text.length > captionLimits.cueCharacters) reader.faults.push(fault(line + 1, 'cue_too_long'))
  // A caption without words shows nothing; players and converters leave such behind.
  if (text !== '') reader.cues.push({ id, startMs, endMs, settings, text })
}

/** The numbers of SRT are nothing but its order, so only WebVTT has names; a name must not read as something else. */
const cleanId = (line: string): string | null => {
  const id = line.replaceAll(/\p{Cc}/gu, '').trim()
  return id === '' || id.length > longestId || isDropped(id) ? null : id
}

const takeBlock = (reader: Reader): void => {
  const line = reader.lines[reader.at] ?? ''
  if (isTiming(line)) return takeCue(reader, null)
  if (!reader.isSrt && isDropped(line)) return skipBlock(reader)
  if (isTiming(reader.lines[reader.at + 1])) {
    reader.at += 1
    return takeCue(reader, reader.isSrt ? null : cleanId(line))
  }
  reader.faults.push(fault(reader.at + 1, 'no_times'))
  skipBlock(reader)
}

const looksLikeSrt = (lines: readonly string[]): boolean => {
  const first = lines.findIndex((line) => !isBlank(line))
  const times = /^\s*\d+\s*$/.test(lines[first] ?? '') ? lines[first + 1] : lines[first]
  return readTiming(times ?? '') !== null
}

const splitLines = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '\uFFFD')
    .split(/\r\n|\r|\n/)

const readBlocks = (reader: Reader): CaptionReading => {
  // Every turn takes at least one line.
  while (reader.at < reader.lines.length && reader.faults.length < mostFaults) {
    if (isBlank(reader.lines[reader.at])) reader.at += 1
    else takeBlock(reader)
    if (reader.cues.length > captionLimits.cues) {
      reader.faults.push(fault(reader.at, 'too_many_cues'))
      break
    }
  }
  if (reader.faults.length === 0 && reader.cues.length === 0) reader.faults.push(fault(1, 'no_cues'))
  if (reader.faults.length > 0) return { kind: 'faulty', faults: reader.faults }
  return { kind: 'read', cues: reader.cues.toSorted((one, other) => one.startMs - other.startMs) }
}

/**
 * Reads WebVTT (W3C) or SRT. What is read can be shown to anybody: no styles, no regions, only the tags that the
 * standard knows. `maximumMs`: the length of the video.
 */
export const parseCaptions = (
  text: string,
  { maximumMs }: { readonly maximumMs: number },
): CaptionReading => {
  if (Buffer.byteLength(text) > captionLimits.bytes)
    return { kind: 'faulty', faults: [fault(1, 'too_large')] }
  const lines = splitLines(text)
  const isVtt = /^WEBVTT([ \t]|$)/.test(lines[0] ?? '')
  const isSrt = !isVtt && looksLikeSrt(lines)
  if (!isVtt && !isSrt) return { kind: 'faulty', faults: [fault(1, 'not_captions')] }
  const reader: Reader = { lines, isSrt, maximumMs, cues: [], faults: [], at: isVtt ? 1 : 0 }
  // The header ends with its first blank line, or where a caption begins without one.
  while (isVtt && !isBlank(lines[reader.at]) && !isTiming(lines[reader.at])) reader.at += 1
  return readBlocks(reader)
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0')

const writeTime = (ms: number): string => {
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(Math.floor)
  return `${padded(hours ?? 0, 2)}:${padded(minutes ?? 0, 2)}:${padded(seconds ?? 0, 2)}.${padded(ms % 1000, 3)}`
}

/** Writes WebVTT in one form: the same cues are always the same bytes. */
export const writeCaptions = (cues: readonly Cue[]): string => {
  const blocks = cues.map(({ id, startMs, endMs, settings, text }) => {
    const timing = `${writeTime(startMs)} --> ${writeTime(endMs)}${settings === '' ? '' : ` ${settings}`}`
    return [...(id === null ? [] : [id]), timing, text].join('\n')
  })
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`
}
