import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, hasErrno } from '#platform/errors'
import { lacks, run, safeInput, type Ffmpeg, type Places } from '#platform/ffmpeg'
import {
  chooseSphinxFiles,
  readSphinxWords,
  readWhisperWords,
  sphinxArguments,
  whisperArguments,
  type SphinxFiles,
} from './rules/speech.ts'
import { cuesOfWords, type SpokenWord } from './rules/spoken-words.ts'
import type { Cue } from './rules/webvtt.ts'

export interface Recognition {
  readonly durationMs: number
  /** A folder of this recognition alone. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Writes down what is said in a video. */
export interface CaptionEngine {
  /** The one language that it hears, BCP 47. */
  readonly language: string
  /** Nothing said: no cues. Throws when this machine could not do it. */
  recognise(file: string, work: Recognition): Promise<readonly Cue[]>
}

export interface CaptionEngineOptions {
  readonly ffmpeg: Ffmpeg | null
  /** What the operator gave: a file for Whisper, a folder for PocketSphinx. */
  readonly model: string | undefined
  readonly language: string
}

/** An engine, or a sentence about why there is none. */
export type OpenedCaptionEngine = { readonly engine: CaptionEngine } | { readonly fault: string }

// Slow machines and large models need several seconds for a second of speech.
const cpuSecondsPerSecond = 12
const wallMsPerSecond = 20_000
const startMs = 60_000
const memoryBytes = 8 * 1024 ** 3
const resultFile = 'speech.txt'

interface Adapter {
  readonly args: (at: Places, durationMs: number) => string[]
  readonly read: (text: string, durationMs: number) => SpokenWord[]
}

const readResult = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    // A filter that heard nothing writes nothing.
    if (hasErrno(error, 'ENOENT')) return ''
    throw error
  }
}

const engineOf = (
  ffmpeg: Ffmpeg,
  { model, language }: { readonly model: string; readonly language: string },
  adapter: Adapter,
): CaptionEngine => ({
  language,
  recognise: async (file, { durationMs, folder, signal }) => {
    const seconds = durationMs / 1000
    const task = {
      inputs: [file, model],
      outputFolder: folder,
      args: (at: Places) => adapter.args(at, durationMs),
    }
    const result = await run(ffmpeg, task, {
      wallMs: startMs + Math.ceil(seconds * wallMsPerSecond),
      limits: { cpuSeconds: 60 + Math.ceil(seconds * cpuSecondsPerSecond), memoryBytes },
      signal,
    })
    if (result.outcome === 'aborted') throw new AppError('shutting_down')
    if (result.outcome === 'disk_full') throw new AppError('disk_full')
    if (result.outcome !== 'done')
      throw new AppError('internal', { cause: `${result.outcome}: ${result.stderrTail.slice(-500)}` })
    const text = await readResult(join(folder, resultFile))
    return cuesOfWords(adapter.read(text, durationMs), durationMs)
  },
})

const whisperAdapter = (language: string): Adapter => ({
  args: (at) =>
    whisperArguments({
      input: safeInput(at.input(0)),
      model: at.input(1),
      // Whisper knows languages without their regions.
      language: language.split('-')[0] ?? language,
      output: at.output(resultFile),
    }),
  read: (text, durationMs) => readWhisperWords(text, { durationMs, language }),
})

const sphinxAdapter = (files: SphinxFiles, language: string): Adapter => ({
  args: (at) => {
    const inModel = (name: string): string => join(at.input(1), name)
    return sphinxArguments({
      input: safeInput(at.input(0)),
      files: {
        acoustic: inModel(files.acoustic),
        dictionary: inModel(files.dictionary),
        language: inModel(files.language),
      },
      output: at.output(resultFile),
    })
  },
  read: (text, durationMs) => readSphinxWords(text, { durationMs, language }),
})

/** The acoustic model is a folder with this file in it. */
const isAcousticModel = async (folder: string): Promise<boolean> => {
  try {
    return (await stat(join(folder, 'mdef'))).isFile()
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}

const findSphinxFiles = async (folder: string): Promise<SphinxFiles | null> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const acoustic = await Promise.all(folders.map((name) => isAcousticModel(join(folder, name))))
  return chooseSphinxFiles({
    acousticModels: folders.filter((_, index) => acoustic[index]),
    files: entries.filter((entry) => entry.isFile()).map(({ name }) => name),
  })
}

const kindOf = async (path: string): Promise<'file' | 'folder' | null> => {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return null
    throw error
  }
}

/**
 * Opens the engine that fits to what the operator gave: FFmpeg's filter `whisper` for a model file of whisper.cpp, its
 * filter `asr` for a folder of PocketSphinx.
 */
export const openCaptionEngine = async (options: CaptionEngineOptions): Promise<OpenedCaptionEngine> => {
  const { ffmpeg, model, language } = options
  if (model === undefined)
    return { fault: 'No speech model is given: set BUSKER_CAPTION_MODEL to the path of one.' }
  if (ffmpeg === null) return { fault: 'Recognising speech needs FFmpeg, and there is none.' }
  const kind = await kindOf(model)
  if (kind === null) return { fault: `BUSKER_CAPTION_MODEL names ${model}, which cannot be read.` }
  const filter = kind === 'file' ? 'whisper' : 'asr'
  if (lacks(ffmpeg, { kind: 'filter', name: filter }))
    return { fault: `The FFmpeg at ${ffmpeg.path} has no filter ${filter}, which this speech model needs.` }
  if (kind === 'file') return { engine: engineOf(ffmpeg, { model, language }, whisperAdapter(language)) }
  const files = await findSphinxFiles(model)
  if (files === null)
    return { fault: `${model} holds no speech model: a folder with mdef, a .dict and a .lm.bin file.` }
  return { engine: engineOf(ffmpeg, { model, language }, sphinxAdapter(files, language)) }
}
