import type { TopicOrder } from '@busker/contract'

/** The part of an address after `?`, as far as it is one of ours. */
export const readOrder = ({ order }: Record<string, unknown>): { order?: TopicOrder } =>
  order === 'liked' ? { order } : {}
