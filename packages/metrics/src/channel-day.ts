import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/**
 * A day of an account on another platform, as the exports of its studio tell it. A number that no file carries for the
 * day is not there, which is not zero. Made by module `outside`.
 */
export const channelDaySource = /* @__PURE__ */ source({
  id: 'channel_day',
  table: 'outside_channel_day',
  entity: 'day of an account',
  columns: {
    clientId: { sql: 'client_id', type: 'uuid' },
    creator: { sql: 'account', type: 'text' },
    localDate: { sql: 'local_date', type: 'date' },
    settledAt: { sql: 'settled_at', type: 'time' },
    views: { sql: 'views', type: 'optional_integer' },
    likes: { sql: 'likes', type: 'optional_integer' },
    comments: { sql: 'comments', type: 'optional_integer' },
    shares: { sql: 'shares', type: 'optional_integer' },
    followers: { sql: 'followers', type: 'optional_integer' },
    isGainTold: { sql: 'is_gain_told', type: 'boolean' },
    followersGained: { sql: 'followers_gained', type: 'integer' },
    viewers: { sql: 'viewers', type: 'optional_integer' },
    returningViewers: { sql: 'returning_viewers', type: 'optional_integer' },
  },
  latest: { key: ['clientId', 'creator', 'localDate'], order: ['settledAt'] },
  isUnique: true,
  scope: { clientId: 'clientId' },
  receivedAt: 'settledAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One day of an account. */
export type ChannelDayFact = FactOf<typeof channelDaySource>
