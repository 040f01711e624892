import { filterValue } from './filter-value.ts'
import { plainCueText } from './cue-text.ts'
import { splitWords, spreadWords, type SpokenWord, type Stretch } from './spoken-words.ts'
import { parseCaptions } from './webvtt.ts'

interface Heard {
  readonly durationMs: number
  readonly language: string
}

const toMono = 'aresample=16000,aformat=channel_layouts=mono:sample_fmts=s16'
const soundOnly = ['-map', '0:a:0', '-vn', '-sn', '-dn']
const nowhere = ['-f', 'null', '-']

/** FFmpeg 8: writes SRT, a segment for each sentence or so. Ten seconds at a time give it enough to understand. */
export const whisperArguments = (plan: {
  readonly input: readonly string[]
  readonly model: string
  readonly language: string
  readonly output: string
}): string[] => {
  const options = [
    `model=${filterValue(plan.model)}`,
    `language=${plan.language}`,
    'queue=10',
    'use_gpu=false',
    `destination=${filterValue(plan.output)}`,
    'format=srt',
  ]
  return [...plan.input, ...soundOnly, '-af', `aresample=16000,whisper=${options.join(':')}`, ...nowhere]
}

/** Reads the SRT of the filter `whisper`. Times that make no sense, as after the end of the video, fall out. */
export const readWhisperWords = (srt: string, { durationMs, language }: Heard): SpokenWord[] => {
  if (srt.trim() === '') return []
  const reading = parseCaptions(srt, { maximumMs: Number.POSITIVE_INFINITY })
  const cues = reading.kind === 'read' ? reading.cues : []
  return cues
    .filter(({ startMs }) => startMs < durationMs)
    .flatMap(({ text, startMs, endMs }) =>
      spreadWords(splitWords(plainCueText(text).replaceAll('\n', ' '), language), [
        { startMs, endMs: Math.min(endMs, durationMs) },
      ]),
    )
}

/** The parts of a PocketSphinx model, by their names in its folder. */
export interface SphinxFiles {
  readonly acoustic: string
  readonly dictionary: string
  readonly language: string
}

export const chooseSphinxFiles = (folder: {
  readonly acousticModels: readonly string[]
  readonly files: readonly string[]
}): SphinxFiles | null => {
  const [acoustic] = folder.acousticModels
  const dictionary = folder.files.find((name) => name.endsWith('.dict'))
  // Beside the words there may be a model of mere sounds.
  const language = folder.files.find((name) => /\.lm(\.bin)?$/.test(name) && !name.includes('phone'))
  return acoustic === undefined || dictionary === undefined || language === undefined
    ? null
    : { acoustic, dictionary, language }
}

/**
 * The filter tells a sentence only at its end and only when silence follows: the padding ends the last one. It does
 * not tell when the sentence began, so the pauses are noted, too.
 */
export const sphinxArguments = (plan: {
  readonly input: readonly string[]
  readonly files: SphinxFiles
  readonly output: string
}): string[] => {
  const { acoustic, dictionary, language } = plan.files
  const chain = [
    toMono,
    'apad=pad_dur=2',
    'silencedetect=n=-35dB:d=0.25',
    `asr=hmm=${filterValue(acoustic)}:dict=${filterValue(dictionary)}:lm=${filterValue(language)}`,
    `ametadata=mode=print:file=${filterValue(plan.output)}`,
  ]
  return [...plan.input, ...soundOnly, '-af', chain.join(','), ...nowhere]
}

interface Sentence {
  readonly text: string
  readonly endMs: number
}

interface SphinxNotes {
  readonly sentences: readonly Sentence[]
  readonly pauses: readonly Stretch[]
}

const readNotes = (text: string): SphinxNotes => {
  const sentences: Sentence[] = []
  const pauses: Stretch[] = []
  let frameMs = 0
  let pauseFrom: number | null = null
  for (const line of text.split('\n')) {
    const time = /^frame:.*pts_time:([\d.]+)/.exec(line)?.[1]
    if (time !== undefined) frameMs = Math.round(Number(time) * 1000)
    const [, key, value = ''] = /^lavfi\.([\w.]+)=(.*)$/.exec(line) ?? []
    if (key === 'asr.text' && value.trim() !== '') sentences.push({ text: value.trim(), endMs: frameMs })
    if (key === 'silence_start') pauseFrom = Math.max(0, Math.round(Number(value) * 1000))
    if (key === 'silence_end' && pauseFrom !== null) {
      pauses.push({ startMs: pauseFrom, endMs: Math.round(Number(value) * 1000) })
      pauseFrom = null
    }
  }
  if (pauseFrom !== null) pauses.push({ startMs: pauseFrom, endMs: Number.POSITIVE_INFINITY })
  return { sentences, pauses }
}

/** What is left of a stretch without the pauses; the pauses are in order. */
export const withoutPauses = (whole: Stretch, pauses: readonly Stretch[]): Stretch[] => {
  const sound: Stretch[] = []
  let from = whole.startMs
  for (const { startMs, endMs } of pauses) {
    if (endMs <= from || startMs >= whole.endMs) continue
    if (startMs > from) sound.push({ startMs: from, endMs: startMs })
    from = endMs
  }
  if (from < whole.endMs) sound.push({ startMs: from, endMs: whole.endMs })
  return sound
}

/** Reads the notes of the filter `asr`, and spreads the words of each sentence over the sound in which it was said. */
export const readSphinxWords = (text: string, { durationMs, language }: Heard): SpokenWord[] => {
  const { sentences, pauses } = readNotes(text)
  let startMs = 0
  return sentences.flatMap((sentence) => {
    const whole = { startMs, endMs: Math.min(sentence.endMs, durationMs) }
    startMs = Math.max(startMs, whole.endMs)
    if (whole.endMs <= whole.startMs) return []
    const sound = withoutPauses(whole, pauses)
    return spreadWords(splitWords(sentence.text, language), sound.length > 0 ? sound : [whole])
  })
}
