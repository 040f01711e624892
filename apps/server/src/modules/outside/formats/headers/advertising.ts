import type { Dialect, Format } from './format.ts'

export const adsReport: Format = {
  id: 'ads_report',
  kind: 'ad_spend',
  dialects: [
    {
      where: 'Ads Manager, English',
      seen: '2026-10',
      columns: {
        day: ['By Day', 'Date'],
        campaign: 'Campaign name',
        adGroup: 'Ad group name',
        ad: 'Ad name',
        cost: 'Cost',
        impressions: 'Impressions',
        destinationClicks: 'Clicks (destination)',
        allClicks: 'Clicks (all)',
        videoViews: 'Video views',
        views2s: '2-second video views',
        views6s: '6-second video views',
        watched25: 'Video views at 25%',
        watched50: 'Video views at 50%',
        watched75: 'Video views at 75%',
        watched100: 'Video views at 100%',
        reach: 'Reach',
        conversions: 'Conversions',
        revenue: 'Gross revenue',
        currency: 'Currency',
      },
    },
  ],
  needs: [
    ['campaign', 'adGroup', 'ad'],
    ['cost'],
    ['impressions', 'destinationClicks', 'allClicks', 'videoViews', 'reach'],
  ],
  excludes: ['Product ID', 'Video ID', 'Post ID', 'SKU orders', 'Pesanan SKU', 'LIVE name'],
  dates: ['day'],
  ids: [],
  freshness: ['day'],
  dateOrder: 'region',
  asks: ['period', 'currency'],
  passedOver: [
    'Primary status',
    'Secondary status',
    'Website URL (Ad level)',
    'Primary source',
    'Secondary source',
    'Attribution source',
    'CPM',
    'CPC (destination)',
    'CTR (destination)',
    'Average play time per user',
    'Average play time per video view',
    'Interactive add-on impressions',
    'Interactive add-on destination clicks',
    'Cost per 1,000 people reached',
    'Frequency',
    'CTR (all)',
    '15-second focused views (paid views)',
    '15-second focused views',
  ],
}

const creativeColumns: Dialect = {
  where: 'GMV Max, creatives of a product campaign, English',
  seen: '2026-10',
  columns: {
    campaign: 'Campaign name',
    campaignId: 'Campaign ID',
    productId: 'Product ID',
    creativeType: 'Creative type',
    title: ['Video title', 'Creative'],
    videoId: ['Video ID', 'Post ID'],
    account: 'TikTok account',
    postedOn: 'Time posted',
    day: 'By Day',
    cost: 'Cost',
    orders: 'SKU orders',
    grossRevenue: 'Gross revenue',
    impressions: 'Product ad impressions',
    clicks: 'Product ad clicks',
    rate2s: '2-second ad video view rate',
    rate6s: '6-second ad video view rate',
    rate25: '25% ad video view rate',
    rate50: '50% ad video view rate',
    rate75: '75% ad video view rate',
    rate100: '100% ad video view rate',
    currency: 'Currency',
  },
}

const localised: readonly Dialect[] = [
  {
    where: 'GMV Max, ID',
    seen: '2026-04',
    columns: {
      productId: 'ID produk',
      title: 'Nama produk',
      orders: 'Pesanan SKU',
      grossRevenue: 'Pendapatan kotor',
      cost: 'Biaya',
      currency: 'Mata uang',
    },
  },
  {
    where: 'GMV Max, VN',
    seen: '2026-04',
    columns: {
      campaign: 'Tên chiến dịch',
      campaignId: 'ID chiến dịch',
      cost: 'Chi phí',
      grossRevenue: 'Doanh thu gộp',
      account: 'Tài khoản TikTok',
    },
  },
]

const gmvMaxPassedOver = [
  'Status',
  'Cost per order',
  'ROI',
  'Product ad click rate',
  'Ad conversion rate',
  'Exploration secondary status',
  'Biaya per pesanan',
]

export const gmvMaxCreatives: Format = {
  id: 'gmv_max_creatives',
  kind: 'gmv_max_item',
  dialects: [creativeColumns, ...localised],
  needs: [['videoId'], ['cost'], ['grossRevenue']],
  dates: ['postedOn', 'day'],
  ids: ['campaignId', 'productId', 'videoId'],
  freshness: ['day'],
  dateOrder: 'region',
  asks: ['period', 'currency'],
  passedOver: gmvMaxPassedOver,
}

/** The same report one level up: products or whole campaigns, without videos. */
export const gmvMaxProducts: Format = {
  ...gmvMaxCreatives,
  id: 'gmv_max_products',
  needs: [['productId', 'campaignId'], ['cost'], ['grossRevenue'], ['orders', 'account', 'campaign']],
  excludes: ['Video ID', 'Post ID', 'LIVE views', 'LIVE name', 'Impressions'],
}

const live = {
  campaign: 'Campaign name',
  campaignId: 'Campaign ID',
  cost: 'Cost',
  orders: 'SKU orders',
  grossRevenue: 'Gross revenue',
  // Views of a live are neither impressions nor clicks of an ad, so they only tell the table.
  liveViews: 'LIVE views',
  currency: 'Currency',
}

const livePassedOver = [
  '10-second LIVE views',
  'Net Cost',
  'ROI',
  'ROI protection',
  'Cost per order',
  'Cost per LIVE view',
  'Cost per 10-second LIVE view',
  'Average LIVE duration (minutes)',
  'LIVE follows',
  'Current budget',
  'Current optimizations',
  'Status',
  'SKU orders (Current shop)',
  'Cost per order (Current shop)',
  'Gross revenue (Current shop)',
]

export const gmvMaxLiveCampaigns: Format = {
  ...gmvMaxCreatives,
  id: 'gmv_max_live_campaigns',
  dialects: [{ where: 'GMV Max LIVE, campaigns', seen: '2026-08', columns: live }],
  needs: [['campaignId'], ['cost'], ['grossRevenue'], ['liveViews']],
  excludes: ['LIVE name', 'Video ID', 'Product ID'],
  dates: [],
  ids: ['campaignId'],
  freshness: [],
  passedOver: livePassedOver,
}

export const gmvMaxLives: Format = {
  ...gmvMaxLiveCampaigns,
  id: 'gmv_max_lives',
  dialects: [
    {
      where: 'GMV Max LIVE, livestreams',
      seen: '2026-08',
      columns: { ...live, title: 'LIVE name', postedOn: 'Launched time' },
    },
  ],
  needs: [['title'], ['cost'], ['grossRevenue'], ['liveViews']],
  excludes: ['Video ID', 'Product ID'],
  dates: ['postedOn'],
  freshness: ['postedOn'],
}
