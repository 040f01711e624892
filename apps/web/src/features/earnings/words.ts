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
  provider_fees: msg`Payment fees`,
  tax: msg`Tax`,
  platform_take: msg`The platform`,
  music: msg`Music`,
  earned: msg`You earned`,
  reserve: msg`Kept back for now`,
  withheld: msg`Withheld for tax`,
  clawed_back: msg`Taken back`,
  left: msg`Left for you`,
})
