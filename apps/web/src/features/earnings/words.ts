import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Source } from './queries.ts'
import type { StepId } from './waterfall.ts'

export const sourceNames = (): Record<Source['source'], MessageDescriptor> => ({
  gifts: msg`Gifts`,
  fund: msg`Creator fund`,
  ads: msg`Advertising`,
  deals: msg`Deals with brands`,
  shop: msg`Goods sold`,
  affiliate: msg`Goods recommended`,
  other: msg`Other`,
})

export const stepNames = (): Record<StepId, MessageDescriptor> => ({
  gross: msg`Paid by fans or the pool`,
  platform_take: msg`The platform`,
  music: msg`Music`,
  earned: msg`You earned`,
})
