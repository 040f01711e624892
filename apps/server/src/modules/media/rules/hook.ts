import type { HookAnalysis } from '@busker/contract'

/** The part of a video that is looked at: in it viewers decide. */
export const hookMs = 3000

/** What the pass writes into its output folder. */
export const hookFiles = {
  picture: 'hook-picture.txt',
  blur: 'hook-blur.txt',
  sound: 'hook-sound.txt',
} as const

/** Filters that a build of FFmpeg may lack; what one of them would have found is then left out. */
export const hookFilters = ['scdet', 'blackdetect', 'freezedetect', 'blurdetect', 'silencedetect'] as const
export type HookFilter = (typeof hookFilters)[number]

/** FFmpeg reports shorter ones, too; these are what a viewer notices. */
const shortestMs = { black: 300, frozen: 1000, silent: 500 } as const
/** A stretch that begins this early belongs to the start. */
const startToleranceMs = 100
/** Silence this long at the start makes people swipe; a breath does not. */
const silentStartMs = 1000
/** A cut this near to the edge of a black stretch is that edge. */
const edgeMs = 70
/** A hook without a cut is only worth a word when there was time for one. */
const noCutMs = 2500
/**
 * Edge widths of blurdetect on a picture with a short edge of 540: clips of our corpus have 4 to 14, the same clips
 * softened until faces are not recognisable have 13 to 40.
 */
const blurredFrom = 16

const pictureChain: Record<Exclude<HookFilter, 'blurdetect' | 'silencedetect'>, string> = {
  scdet: 'scdet=t=8',
  blackdetect: 'blackdetect=d=0.3:pix_th=0.1',
  freezedetect: 'freezedetect=d=1',
}
const picturesForBlur = 'fps=3'

export interface HookPlan {
  /** Options up to and with `-i`. */
  readonly input: readonly string[]
  /** The path for a file of the output folder, ready for use inside a filter. */
  readonly output: (name: string) => string
  readonly hasSound: boolean
  readonly filters: ReadonlySet<HookFilter>
}

/**
 * One pass over the first seconds. Cuts, black and frozen pictures are found on a small picture; blur needs the large
 * one and a few pictures of it, because shrinking sharpens.
 */
export const hookArguments = ({ input, output, hasSound, filters }: HookPlan): string[] => {
  const found = Object.entries(pictureChain).filter(([name]) => [...filters].some((one) => one === name))
  const chains = [
    [
      '[small]scale=180:-2',
      ...found.map(([, filter]) => filter),
      `metadata=mode=print:file=${output(hookFiles.picture)}[p]`,
    ].join(','),
  ]
  const maps = ['[p]']
  if (filters.has('blurdetect')) {
    chains.unshift('[0:V:0]split=2[small][large]')
    chains.push(`[large]${picturesForBlur},blurdetect,metadata=mode=print:file=${output(hookFiles.blur)}[b]`)
    maps.push('[b]')
  } else chains.unshift('[0:V:0]null[small]')
  if (hasSound && filters.has('silencedetect')) {
    chains.push(`[0:a:0]silencedetect=n=-45dB:d=0.5,ametadata=mode=print:file=${output(hookFiles.sound)}[s]`)
    maps.push('[s]')
  }
  const seconds = String(hookMs / 1000)
  const sinks = maps.flatMap((map) => ['-map', map, '-f', 'null', '-'])
  return ['-t', seconds, ...input, '-filter_complex', chains.join(';'), ...sinks]
}

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** One line `key=value` of the print of a metadata filter, with the time of its frame. */
interface Remark {
  readonly key: string
  readonly value: number
  readonly frameMs: number
}

const millis = (seconds: number): number => Math.round(seconds * 1000)

/** FFmpeg prints a line for each frame and one for each thing that was noted with it. */
const readRemarks = (text: string): Remark[] => {
  const remarks: Remark[] = []
  let frameMs = 0
  for (const line of text.split('\n')) {
    const time = /^frame:.*pts_time:(\S+)/.exec(line)?.[1]
    if (time !== undefined) frameMs = millis(Number(time))
    const [, key, value] = /^lavfi\.([\w.]+)=(\S+)/.exec(line) ?? []
    if (key !== undefined && Number.isFinite(frameMs)) remarks.push({ key, value: Number(value), frameMs })
  }
  return remarks.filter(({ value }) => Number.isFinite(value))
}

/** Sorts, cuts to what was looked at, and joins what touches. */
export const tidyStretches = (stretches: readonly Stretch[], endMs: number): Stretch[] => {
  const inside = stretches
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(0, fromMs), toMs: Math.min(endMs, toMs) }))
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .toSorted((one, other) => one.fromMs - other.fromMs)
  const joined: Stretch[] = []
  for (const { fromMs, toMs } of inside) {
    const last = joined.at(-1)
    if (last && fromMs <= last.toMs) joined[joined.length - 1] = { ...last, toMs: Math.max(last.toMs, toMs) }
    else joined.push({ fromMs, toMs })
  }
  return joined
}

interface Detector {
  readonly start: string
  readonly end: string
  readonly shortest: number
}
const detectors = {
  black: { start: 'black_start', end: 'black_end', shortest: shortestMs.black },
  frozen: {
    start: 'freezedetect.freeze_start',
    end: 'freezedetect.freeze_end',
    shortest: shortestMs.frozen,
  },
  silent: { start: 'silence_start', end: 'silence_end', shortest: shortestMs.silent },
} as const satisfies Record<string, Detector>

/** What began and did not end lasts to the end of what was looked at. */
const readStretches = (remarks: readonly Remark[], detector: Detector, endMs: number): Stretch[] => {
  const stretches: Stretch[] = []
  let openMs: number | null = null
  for (const { key, value } of remarks) {
    if (key === detector.start) openMs ??= millis(value)
    if (key !== detector.end || openMs === null) continue
    stretches.push({ fromMs: openMs, toMs: millis(value) })
    openMs = null
  }
  if (openMs !== null) stretches.push({ fromMs: openMs, toMs: endMs })
  return tidyStretches(stretches, endMs).filter(({ fromMs, toMs }) => toMs - fromMs >= detector.shortest)
}

const readCuts = (remarks: readonly Remark[], black: readonly Stretch[], endMs: number): number[] => {
  const isEdge = (atMs: number): boolean =>
    black.some(({ fromMs, toMs }) => atMs >= fromMs - edgeMs && atMs <= toMs + edgeMs)
  const times = remarks.filter(({ key }) => key === 'scd.time').map(({ value }) => millis(value))
  return [...new Set(times)]
    .filter((atMs) => atMs > 0 && atMs < endMs && !isEdge(atMs))
    .toSorted((one, other) => one - other)
}

const readBlur = (remarks: readonly Remark[], black: readonly Stretch[]): number | null => {
  const isBlack = (atMs: number): boolean => black.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
  // A black picture has no edges: it says nothing about the others.
  const values = remarks
    .filter(({ key, value, frameMs }) => key === 'blur' && value > 0 && !isBlack(frameMs))
    .map(({ value }) => value)
  if (values.length === 0) return null
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100
}

type Finding = HookAnalysis['findings'][number]

/** What a viewer may take for a reason to leave, most important first. */
export const judgeHook = (seen: Omit<HookAnalysis, 'findings'>, looksForCuts: boolean): Finding[] => {
  const begins = (stretches: readonly Stretch[], shortest: number): boolean =>
    stretches.some(({ fromMs, toMs }) => fromMs <= startToleranceMs && toMs - fromMs >= shortest)
  const findings: Finding[] = []
  const isBlack = begins(seen.black, shortestMs.black)
  const isFrozen = begins(seen.frozen, shortestMs.frozen)
  if (isBlack) findings.push('black_start')
  // Black that does not move is one fault, not two.
  if (isFrozen && !isBlack) findings.push('frozen_start')
  if (begins(seen.silent, silentStartMs)) findings.push('silent_start')
  if (seen.blur !== null && seen.blur >= blurredFrom) findings.push('blurred')
  if (looksForCuts && seen.sceneCutsMs.length === 0 && seen.analysedMs >= noCutMs) findings.push('no_cut')
  return findings
}

export interface HookTexts {
  /** What the pass wrote; empty where a filter is missing. */
  readonly picture: string
  readonly blur: string
  readonly sound: string
}

export interface HookFacts {
  readonly durationMs: number
  readonly hasSound: boolean
  readonly filters: ReadonlySet<HookFilter>
}

/** Reads what the pass wrote. A video without sound is silent all along. */
export const parseHook = (texts: HookTexts, { durationMs, hasSound, filters }: HookFacts): HookAnalysis => {
  const analysedMs = Math.max(0, Math.min(hookMs, Math.round(durationMs)))
  const picture = readRemarks(texts.picture)
  const black = readStretches(picture, detectors.black, analysedMs)
  const seen = {
    analysedMs,
    sceneCutsMs: readCuts(picture, black, analysedMs),
    black,
    frozen: readStretches(picture, detectors.frozen, analysedMs),
    silent: hasSound
      ? readStretches(readRemarks(texts.sound), detectors.silent, analysedMs)
      : tidyStretches([{ fromMs: 0, toMs: analysedMs }], analysedMs),
    blur: readBlur(readRemarks(texts.blur), black),
  }
  return { ...seen, findings: judgeHook(seen, filters.has('scdet')) }
}
