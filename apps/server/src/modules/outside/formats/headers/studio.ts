import type { RowKind } from '../../rules/rows.ts'
import type { Dialect, Format, FormatId } from './format.ts'

interface StudioTable {
  readonly id: FormatId
  readonly kind: RowKind
  readonly needs: Format['needs']
  readonly dialects: readonly Dialect[]
  readonly dates?: readonly string[]
  readonly excludes?: readonly string[]
  readonly passedOver?: readonly string[]
}

/** All tables of TikTok Studio: about one account, with dates in the language of its owner and without a year. */
const studio = (table: StudioTable): Format => ({
  dates: ['day'],
  ids: [],
  freshness: table.dates ?? ['day'],
  dateOrder: 'region',
  asks: ['account', 'export_day'],
  ...table,
})

const english = (columns: Dialect['columns']): Dialect => ({ where: 'English', seen: '2026-09', columns })
const portuguese = (columns: Dialect['columns']): Dialect => ({
  where: 'Portuguese',
  seen: '2026-09',
  columns,
})
const japanese = (columns: Dialect['columns']): Dialect => ({ where: 'Japanese', seen: '2026-03', columns })

export const studioFormats: readonly Format[] = [
  studio({
    id: 'studio_overview',
    kind: 'studio_day',
    needs: [['day'], ['views'], ['profileViews']],
    dialects: [
      english({
        day: 'Date',
        views: 'Video Views',
        profileViews: 'Profile Views',
        likes: 'Likes',
        comments: 'Comments',
        shares: 'Shares',
      }),
      portuguese({
        day: 'Data',
        views: 'Visualizações de vídeo',
        profileViews: 'Visualizações do perfil',
        likes: 'Curtidas',
        comments: 'Comentários',
        shares: 'Compartilhamentos',
      }),
    ],
  }),
  studio({
    id: 'studio_followers',
    kind: 'studio_day',
    needs: [['day'], ['followers']],
    excludes: ['Hour'],
    // The column of differences is one day off in some exports; it is counted anew from the followers.
    passedOver: [
      'Difference in followers from previous day',
      'Diferença de seguidores em relação ao dia anterior',
    ],
    dialects: [
      english({ day: 'Date', followers: 'Followers' }),
      portuguese({ day: 'Data', followers: 'Seguidores' }),
    ],
  }),
  studio({
    id: 'studio_viewers',
    kind: 'studio_day',
    needs: [['day'], ['viewers'], ['newViewers']],
    dialects: [
      english({
        day: 'Date',
        viewers: 'Total Viewers',
        newViewers: 'New Viewers',
        returningViewers: 'Returning Viewers',
      }),
    ],
  }),
  studio({
    id: 'studio_activity',
    kind: 'studio_day',
    needs: [['day'], ['hour'], ['active']],
    dialects: [english({ day: 'Date', hour: 'Hour', active: 'Active followers' })],
  }),
  studio({
    id: 'studio_gender',
    kind: 'audience_share',
    needs: [['gender'], ['share']],
    dates: [],
    dialects: [english({ gender: 'Gender', share: 'Distribution' })],
  }),
  studio({
    id: 'studio_territories',
    kind: 'audience_share',
    needs: [['territory'], ['share']],
    dates: [],
    dialects: [english({ territory: 'Top territories', share: 'Distribution' })],
  }),
  studio({
    id: 'studio_content',
    kind: 'studio_post',
    needs: [['asOf'], ['link'], ['views']],
    dates: ['asOf', 'postedOn'],
    dialects: [
      english({
        asOf: 'Time',
        title: 'Video title',
        link: 'Video link',
        postedOn: 'Post time',
        likes: 'Total likes',
        comments: 'Total comments',
        shares: 'Total shares',
        views: 'Total views',
      }),
    ],
  }),
  studio({
    id: 'live_engagement',
    kind: 'live_day',
    needs: [['day'], ['gifters'], ['newFollowers']],
    dialects: [
      japanese({
        day: ['date', '日付'],
        gifters: 'ギフト贈呈者',
        newFollowers: '新規フォロワー',
        commenters: 'コメントした視聴者',
        likes: 'いいね',
        shares: 'シェア',
      }),
    ],
  }),
  studio({
    id: 'live_revenue',
    kind: 'live_day',
    needs: [['day'], ['diamonds']],
    dialects: [japanese({ day: ['date', '日付'], diamonds: 'ダイヤモンド' })],
  }),
  studio({
    id: 'live_activity',
    kind: 'live_day',
    needs: [['day'], ['liveSeconds']],
    dialects: [japanese({ day: ['date', '日付'], liveSeconds: 'LIVE時間 (s)', lives: 'LIVEの合計数' })],
  }),
  studio({
    id: 'live_viewers',
    kind: 'live_day',
    needs: [['day'], ['views'], ['uniqueViewers']],
    dialects: [
      japanese({
        day: ['date', '日付'],
        views: '視聴数',
        uniqueViewers: 'ユニーク視聴者数',
        averageWatchSeconds: '平均視聴時間 (s)',
        peakViewers: '最高同時視聴者数',
        averageViewers: '平均同時視聴者数',
      }),
    ],
  }),
]
