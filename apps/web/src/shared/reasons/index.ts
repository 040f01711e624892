import type { ReportReason } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Why somebody reports something, in the order in which it is offered. */
export const reasonWords = (): readonly (readonly [ReportReason, MessageDescriptor])[] => [
  ['spam', msg`Spam or fraud`],
  ['harassment', msg`Harassment or bullying`],
  ['hate', msg`Hate`],
  ['violence', msg`Violence or threats`],
  ['nudity', msg`Nudity or sex`],
  ['self_harm', msg`Self-harm`],
  ['child_safety', msg`A child is in danger`],
  ['dangerous_acts', msg`Dangerous acts`],
  ['misinformation', msg`False claims`],
  ['impersonation', msg`Pretends to be somebody else`],
  ['copyright', msg`Uses my work without permission`],
  ['illegal_goods', msg`Sells what is illegal`],
  ['other', msg`Something else`],
]
