import type { HookAnalysis } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export type Finding = HookAnalysis['findings'][number]

export interface Advice {
  readonly title: MessageDescriptor
  readonly action: MessageDescriptor
}

/** What each finding means to a viewer, and what to do about it in the next video. */
export const hookAdvice = (): Record<Finding, Advice> => ({
  black_start: {
    title: msg`It begins in black`,
    action: msg`In a feed a black picture looks like a video that does not load. Cut to the first real picture.`,
  },
  frozen_start: {
    title: msg`It begins with a picture that stands still`,
    action: msg`Nothing moves, so the thumb does. Begin with the movement, and put the still picture later.`,
  },
  silent_start: {
    title: msg`It begins in silence`,
    action: msg`Who listens hears nothing to stay for. Begin with a voice, a sound or the first beat.`,
  },
  blurred: {
    title: msg`The picture is blurred`,
    action: msg`Wipe the lens, tap on what shall be sharp, and export in at least 720p.`,
  },
  no_cut: {
    title: msg`One shot, without a cut`,
    action: msg`That can be right. If nothing new happens in it, change the angle or the distance within three seconds.`,
  },
})

/** Where a moment stands on the strip, in percent. */
export const placeOf = (ms: number, hook: Pick<HookAnalysis, 'analysedMs'>): number =>
  (100 * ms) / Math.max(1, hook.analysedMs)
