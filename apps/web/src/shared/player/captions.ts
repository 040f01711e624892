import type { CaptionTrack } from '@busker/contract'

/** Where captions stand, in percent of the height: above the words on a phone, above the scrubber beside them. */
const phoneLine = 58
const wideLine = 82
const widthPercent = 88

const primary = (language: string): string => language.toLowerCase().split('-')[0] ?? ''

/** The captions for a reader of this language: theirs, or else the first. */
export const captionsFor = (captions: readonly CaptionTrack[], language: string): CaptionTrack | null =>
  captions.find((one) => one.language.toLowerCase() === language.toLowerCase()) ??
  captions.find((one) => primary(one.language) === primary(language)) ??
  captions[0] ??
  null

/** Lifts captions that name no place of their own out from under the controls. */
const placeCues = (track: TextTrack): void => {
  const line = matchMedia('(width >= 64rem)').matches ? wideLine : phoneLine
  for (const cue of track.cues ?? []) {
    if (!(cue instanceof VTTCue) || cue.line !== 'auto') continue
    cue.snapToLines = false
    cue.line = line
    cue.size = widthPercent
  }
}

/** Gives a video its captions; what is not shown is not loaded. Returns a function that takes them away. */
export const showCaptions = (
  video: HTMLVideoElement,
  captions: readonly CaptionTrack[],
  shown: CaptionTrack | null,
): (() => void) => {
  const elements = captions.map((caption) => {
    const element = document.createElement('track')
    element.kind = 'captions'
    element.srclang = caption.language
    element.label = caption.label
    element.src = caption.url
    element.addEventListener('load', () => placeCues(element.track))
    video.append(element)
    element.track.mode = caption === shown ? 'showing' : 'disabled'
    return element
  })
  return () => {
    for (const element of elements) element.remove()
  }
}
