import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { isApiError } from '#shared/api'

/** A fault that the server found, by the line of the text. */
export interface LineFault {
  readonly line: number
  readonly code: string
  readonly message: string
}

/** The faults in a refused text; empty when it was refused for something else. */
export const lineFaults = (error: unknown): LineFault[] => {
  if (!isApiError(error, 'invalid_captions')) return []
  return error.fields.flatMap(({ path, message }) => {
    const [, line, code] = /^vtt\.(\d+)\.(\w+)$/.exec(path) ?? []
    return line === undefined || code === undefined ? [] : [{ line: Number(line), code, message }]
  })
}

const sentences = (): Record<string, MessageDescriptor> => ({
  too_large: msg`The file is larger than 500 kB.`,
  too_many_cues: msg`There are more than 5000 captions.`,
  not_captions: msg`This is neither a WebVTT nor an SRT file.`,
  no_cues: msg`There is no caption in it.`,
  bad_time: msg`The times must look like 00:01:02.500 --> 00:01:04.000.`,
  end_before_start: msg`The caption ends before it begins.`,
  after_end: msg`The caption lasts longer than the video.`,
  cue_too_long: msg`One caption has more than 2000 characters.`,
  no_times: msg`A line with the times is missing here.`,
})

/** The fault in the language of the page; one that this page does not know yet keeps the server's words. */
export const faultText = (
  fault: { readonly code: string; readonly message?: string },
  i18n: { _(descriptor: MessageDescriptor): string },
): string => {
  const known = new Map(Object.entries(sentences())).get(fault.code)
  return known ? i18n._(known) : (fault.message ?? fault.code)
}
