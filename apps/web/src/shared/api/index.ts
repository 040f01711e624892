export { ApiError, call, isApiError, sendBytes } from './client.ts'
export type { CallInput } from './client.ts'
export {
  useErrorText,
  type FamilyErrorCode,
  type ModerationErrorCode,
  type MoneyErrorCode,
} from './error-text.ts'
export { createQueryClient, feedChangesKey } from './query-client.ts'
export { listenRealtime } from './realtime.ts'
