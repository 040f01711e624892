import type { MetricDefinition, MetricTree } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Section } from './tree.ts'

export const treeWords: Record<
  MetricTree,
  { readonly title: MessageDescriptor; readonly hint: MessageDescriptor }
> = {
  platform: {
    title: msg`The platform`,
    hint: msg`Eight families of numbers; in each the one that matters most stands first.`,
  },
  marketplace: {
    title: msg`Creator marketplace`,
    hint: msg`What brands get beyond what would have happened anyway, and what it takes: briefs that are filled, deals that deliver, audiences that are real.`,
  },
  sales: {
    title: msg`Sales on other platforms`,
    hint: msg`What is left of the sales of a client when everything is paid, from the files that its dashboards export.`,
  },
  monetization: {
    title: msg`Ways to earn`,
    hint: msg`Creators who can live on it and merchants whose buyers come back, what carries them, and where it would harm people.`,
  },
}

export const sectionTitles: Record<Section['id'], MessageDescriptor> = {
  engagement: msg`Engagement`,
  creation: msg`Creation`,
  retention: msg`Retention and churn`,
  monetization: msg`Monetization`,
  reach: msg`Reach`,
  brand: msg`Brand`,
  culture: msg`Culture`,
  privacy: msg`Privacy and trust in the numbers`,
  marketplace: msg`Creator marketplace`,
  sales: msg`Sales on other platforms`,
}

export const stakeholderWords: Record<MetricDefinition['stakeholder'], MessageDescriptor> = {
  viewer: msg`Viewers`,
  creator: msg`Creators`,
  brand: msg`Brands`,
  merchant: msg`Merchants`,
  platform: msg`Platform`,
  operator: msg`Operators`,
}

export const levelWords: Record<MetricDefinition['level'], MessageDescriptor> = {
  'north star': msg`North star`,
  primary: msg`Driver`,
  supporting: msg`Supporting`,
  guardrail: msg`Guardrail`,
  risk: msg`Risk`,
}
