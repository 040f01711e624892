import type { RefusalCode } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Objection } from './item.ts'

/** Why the server refused a file, with the next step. */
export const refusalText = (code: RefusalCode): MessageDescriptor =>
  ({
    unreadable_file: msg`This file is not a video we can read. Export it again as MP4 and upload that.`,
    no_video_stream: msg`This file has no picture. Upload a video.`,
    damaged: msg`The file ends too early, it was probably cut off while copying. Upload the original again.`,
    too_short: msg`The video is too short. It must last at least half a second.`,
    too_long: msg`The video is longer than this instance allows. Trim it and upload again.`,
    too_large: msg`The file is larger than this instance allows. Export it smaller and upload again.`,
    too_many_pixels: msg`The picture is larger than this instance allows. Export it in 4K or smaller.`,
    bad_dimensions: msg`The picture has an unusual shape. It must be at least 16 pixels on each side and not longer than 5:1.`,
    bad_frame_rate: msg`The frame rate is above what this instance allows. Export it with at most 60 frames a second.`,
    too_complex: msg`The video took too long to convert. Export it as H.264 MP4 and upload again.`,
    output_too_big: msg`The converted video became too large. Trim it and upload again.`,
    conversion_failed: msg`The video could not be converted after three tries. Export it as H.264 MP4 and upload again.`,
    encoder_missing: msg`This instance cannot convert videos now. Ask its operator to run "busker doctor".`,
  })[code]

/** Why a file is not sent at all. */
export const objectionText = (objection: Objection): MessageDescriptor =>
  ({
    too_large: refusalText('too_large'),
    too_long: refusalText('too_long'),
    too_many_pixels: refusalText('too_many_pixels'),
    not_a_video: msg`This is not a video file. Choose a video.`,
  })[objection]
