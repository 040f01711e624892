export type GroupId =
  | 'north'
  | 'guard'
  | 'people'
  | 'watching'
  | 'creation'
  | 'spread'
  | 'trends'
  | 'quality'
  | 'stay'
  | 'return'
  | 'react'
  | 'reach'

/**
 * Numbers that answer one question together, the one that matters most first. They are asked for together, so each
 * group has the pairs of its vanity numbers itself.
 */
export interface BoardGroup {
  readonly id: GroupId
  readonly metrics: readonly string[]
}

export interface Board {
  readonly groups: readonly BoardGroup[]
}

/** Every number of a board, each once. */
export const metricsOf = ({ groups }: Board): string[] => [
  ...new Set(groups.flatMap(({ metrics }) => metrics)),
]

/** For operators: the platform on one page. A test holds that no vanity number stands without its pair. */
export const platformBoard: Board = {
  groups: [
    {
      id: 'north',
      metrics: [
        ...['valued_watch_hours', 'retention_d7', 'first_audience_rate'],
        ...['creator_retention', 'satisfaction'],
      ],
    },
    {
      id: 'guard',
      metrics: [
        ...['negative_feedback_rate', 'regret_share', 'over_use'],
        ...['feed_diversity', 'new_creator_exposure', 'start_failure_rate'],
      ],
    },
    {
      id: 'people',
      metrics: [
        ...['dau', 'wau', 'mau', 'stickiness', 'activation'],
        ...['retention_d1', 'retention_d7', 'retention_d30', 'churn_28', 'quick_ratio_week'],
      ],
    },
    {
      id: 'watching',
      metrics: [...['hook_rate', 'hold_rate', 'completion_rate', 'watch_through', 'skip_rate']],
    },
    {
      id: 'creation',
      metrics: [
        ...['first_audience_rate', 'watch_through', 'creator_retention'],
        ...['active_creators', 'published_posts', 'new_creators'],
      ],
    },
    { id: 'spread', metrics: ['reach', 'completion_rate', 'new_creator_views'] },
    { id: 'trends', metrics: [] },
    {
      id: 'quality',
      metrics: [
        ...['watcher_coverage', 'late_rate', 'duplicate_rate', 'rejected_rate', 'restatement_size'],
        ...['first_frame_p50', 'first_frame_p95', 'rebuffer_ratio', 'start_failure_rate'],
      ],
    },
  ],
}

/** For a creator: all videos together. */
export const studioBoard: Board = {
  groups: [
    {
      id: 'stay',
      metrics: ['hook_rate', 'hold_rate', 'completion_rate', 'watch_through', 'skip_rate'],
    },
    {
      id: 'return',
      metrics: [
        ...['return_viewer_rate', 'cross_video_retention', 'follow_conversion'],
        ...['followers_gained'],
      ],
    },
    {
      id: 'react',
      metrics: ['er_v3', 'share_rate', 'save_rate', 'follow_conversion', 'engagement_rate'],
    },
    {
      id: 'reach',
      metrics: ['qualified_views', 'hook_rate', 'completion_rate', 'views', 'reach'],
    },
  ],
}
