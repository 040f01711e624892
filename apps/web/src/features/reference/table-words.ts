import type { ReferenceTableName } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

interface TableWords {
  readonly title: MessageDescriptor
  /** Which numbers it makes. */
  readonly use: MessageDescriptor
}

export const tableWords: Record<ReferenceTableName, TableWords> = {
  online_population: {
    title: msg`People online`,
    use: msg`How many people of 13 or older are online in each country. It makes penetration.`,
  },
  market_panel: {
    title: msg`Market panel`,
    use: msg`How many people use this kind of app in a month, as a panel estimates, and how sure it is. It makes market share.`,
  },
  mentions: {
    title: msg`Mentions elsewhere`,
    use: msg`A sample of what is said of brands, labelled, without the texts. This place is the brand “us”. It makes sentiment and share of voice.`,
  },
  app_installs: {
    title: msg`Installs from app stores`,
    use: msg`First installs by day and store, each day of a period. It makes first installs.`,
  },
  cost_sheet: {
    title: msg`Cost sheet`,
    use: msg`What this instance costs in a month, in cents or whatever is smallest. It makes the cost of watching, and later the margin.`,
  },
}
