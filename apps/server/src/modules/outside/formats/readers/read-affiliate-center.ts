import type { AffiliateCreator, AffiliateProduct, AffiliateVideo } from '../../rules/rows.ts'
import { readCreator, videoIdOfLink } from '../values/identifiers.ts'
import type { Line } from './line.ts'
import type { Reader, ReaderContext } from './reader.ts'

const shared = (line: Line) => ({
  currency: line.currency(),
  gmvMicro: line.amount('gmv'),
  refundsMicro: line.amount('refunds'),
  orders: line.count('orders'),
  itemsSold: line.count('itemsSold'),
  commissionMicro: line.amount('commission'),
})

const noPeriod = { from: '', to: '' }

/** Creators of a period, from the affiliate centre. */
export const affiliateCreatorReader = (context: ReaderContext): Reader => {
  const read = (line: Line): AffiliateCreator[] => {
    const creator = readCreator(line.text('creator'))
    if (creator === '') line.refuse('id_missing', 'creator')
    return [
      {
        kind: 'affiliate_creator',
        ...(context.period ?? noPeriod),
        creator,
        ...shared(line),
        itemsRefunded: line.count('itemsRefunded'),
        videos: line.count('videos'),
        lives: line.count('lives'),
        samples: line.count('samples'),
        flatFeeMicro: line.amount('flatFee'),
        productImpressions: line.count('productImpressions'),
        videoViews: line.count('videoViews'),
      },
    ]
  }
  return { read }
}

/** Of the column, else out of the link. */
const videoIdOf = (line: Line): string => {
  const id = line.optionalId('videoId') ?? videoIdOfLink(line.text('videoLink'))
  if (id === null) line.refuse('id_missing', line.has('videoId') ? 'videoId' : 'videoLink')
  return id ?? ''
}

/** Videos of a period: one line for each product shown, in the newer report. */
export const affiliateVideoReader = (context: ReaderContext): Reader => {
  const read = (line: Line): AffiliateVideo[] => [
    {
      kind: 'affiliate_video',
      ...(context.period ?? noPeriod),
      videoId: videoIdOf(line),
      productId: line.optionalId('productId') ?? '',
      creator: readCreator(line.text('creator')),
      title: line.words('title'),
      productName: line.words('productName'),
      postedOn: line.day('postedOn'),
      ...shared(line),
      flatFeeMicro: line.amount('flatFee'),
      views: line.count('views'),
      likes: line.count('likes'),
      comments: line.count('comments'),
      shares: line.count('shares'),
      productImpressions: line.count('productImpressions'),
      productClicks: line.count('productClicks'),
      completionRate: line.rate('completionRate'),
    },
  ]
  return { read }
}

/** Products of a period, from the affiliate centre. */
export const affiliateProductReader = (context: ReaderContext): Reader => {
  const read = (line: Line): AffiliateProduct[] => [
    {
      kind: 'affiliate_product',
      ...(context.period ?? noPeriod),
      productId: line.id('productId'),
      productName: line.words('productName'),
      category: line.words('category'),
      ...shared(line),
      samples: line.count('samples'),
      productImpressions: line.count('productImpressions'),
      productClicks: line.count('productClicks'),
      creatorsPosted: line.count('creatorsPosted'),
      creatorsSold: line.count('creatorsSold'),
    },
  ]
  return { read }
}
