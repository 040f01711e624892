import type { Dialect, Format } from './format.ts'

const shared = {
  refunds: 'Refunds',
  itemsRefunded: 'Items refunded',
  commission: 'Est. commission',
  flatFee: 'Est. flat fee',
  currency: 'Currency',
}

const creators: readonly Dialect[] = [
  {
    where: 'Creator Data',
    seen: '2026-07',
    columns: {
      ...shared,
      creator: 'Creator name',
      gmv: 'Creator-attributed GMV',
      orders: 'Attributed orders',
      itemsSold: 'Creator-attributed items sold',
      videos: 'Videos',
      lives: 'LIVE streams',
      samples: 'Samples shipped',
      productImpressions: 'Product impressions',
      videoViews: 'Video views',
      liveGmv: 'Creator LIVE-attributed GMV',
      videoGmv: 'Creator video-attributed GMV',
      cardGmv: 'Affiliate product card-attributed GMV',
    },
  },
  {
    where: 'Creator Data before the renaming of early 2026',
    seen: '2025-12',
    columns: {
      creator: ['Account name', 'Creator username'],
      gmv: ['Affiliate-attributed GMV', 'GMV'],
      orders: 'Orders',
      itemsSold: ['Affiliate-attributed items sold', 'Items sold'],
    },
  },
]

const creatorsPassedOver = [
  'AOV',
  'CTOR',
  'CTR',
  'Total sample content',
  'Products added to showcase',
  'Customers',
  'Products sold',
  'Avg. daily products sold',
  'Affiliate followers',
]

export const affiliateCreators: Format = {
  id: 'affiliate_creators',
  kind: 'affiliate_creator',
  dialects: creators,
  needs: [['creator'], ['gmv'], ['commission']],
  excludes: ['Video ID', 'Video link', 'Product ID', 'Order ID', 'Shoppable video ID'],
  dates: [],
  ids: [],
  freshness: [],
  dateOrder: 'month_first',
  asks: ['period', 'currency'],
  passedOver: creatorsPassedOver,
}

const videos: readonly Dialect[] = [
  {
    where: 'Video Data',
    seen: '2026-07',
    columns: {
      ...shared,
      title: 'Video title',
      videoId: 'Video ID',
      postedOn: 'Post date',
      videoLink: 'Video link',
      creator: 'Creator name',
      productName: 'Product name',
      productId: 'Product ID',
      gmv: 'Creator video-attributed GMV',
      orders: 'Video-attributed orders',
      itemsSold: 'Video-attributed items sold',
      views: 'Video views',
      likes: 'Likes',
      comments: 'Comments',
      shares: 'Shares',
      productImpressions: 'Video product impressions',
      productClicks: 'Video product clicks',
      completionRate: 'Completion rate',
    },
  },
  {
    where: 'Video Data before the renaming of early 2026',
    seen: '2025-12',
    columns: { gmv: ['Affiliate video-attributed GMV', 'Video-attributed GMV'], creator: 'Account name' },
  },
]

export const affiliateVideos: Format = {
  id: 'affiliate_videos',
  kind: 'affiliate_video',
  dialects: videos,
  needs: [['videoId', 'videoLink'], ['creator'], ['gmv'], ['productId']],
  dates: ['postedOn'],
  ids: ['videoId', 'productId'],
  freshness: [],
  dateOrder: 'month_first',
  asks: ['period', 'currency'],
  passedOver: ['AOV', 'Avg. GMV per customer', 'CTR', 'Engagement', 'Video GPM'],
}

export const affiliateVideoList: Format = {
  id: 'affiliate_video_list',
  kind: 'affiliate_video',
  dialects: [
    {
      where: 'Video List',
      seen: '2026-02',
      columns: {
        title: 'Video name',
        videoLink: 'Video link',
        postedOn: 'Video post date',
        creator: 'Creator username',
        videoId: ['Video ID', 'Shoppable video ID'],
        gmv: 'Affiliate shoppable video GMV',
        itemsSold: 'Affiliate items sold',
        orders: 'Affiliate orders',
        productImpressions: 'Shoppable video impressions',
        likes: 'Shoppable video likes',
        comments: 'Shoppable video comments',
        commission: 'Est. commission',
        currency: 'Currency',
      },
    },
  ],
  needs: [['videoId', 'videoLink'], ['creator'], ['gmv']],
  dates: ['postedOn'],
  ids: ['videoId'],
  freshness: [],
  dateOrder: 'month_first',
  asks: ['period', 'currency'],
  passedOver: ['GMV'],
}

export const affiliateProducts: Format = {
  id: 'affiliate_products',
  kind: 'affiliate_product',
  dialects: [
    {
      where: 'Transaction Analysis, Product',
      seen: '2026-07',
      columns: {
        ...shared,
        productName: 'Product name',
        productId: 'Product ID',
        category: 'Product category',
        gmv: 'Creator-attributed GMV',
        orders: 'Attributed orders',
        itemsSold: 'Creator-attributed items sold',
        samples: 'Samples shipped',
        productImpressions: 'Product impressions',
        productClicks: 'Product clicks',
        creatorsPosted: 'Creators posted content',
        creatorsSold: 'Creators with sales',
      },
    },
    {
      where: 'Transaction Analysis, Product, before the renaming of early 2026',
      seen: '2025-12',
      columns: {
        gmv: 'Affiliate-attributed GMV',
        itemsSold: 'Affiliate-attributed items sold',
        orders: 'Orders',
      },
    },
  ],
  needs: [['productId'], ['gmv'], ['commission']],
  excludes: ['Video ID', 'Video link', 'Creator name', 'Creator username', 'Account name', 'Order ID'],
  dates: [],
  ids: ['productId'],
  freshness: [],
  dateOrder: 'month_first',
  asks: ['period', 'currency'],
  passedOver: [
    'Videos',
    'LIVE streams',
    'Videos with sales',
    'LIVE streams with sales',
    'Customers',
    'Total sample content',
    'CTOR',
    'CTR',
  ],
}
