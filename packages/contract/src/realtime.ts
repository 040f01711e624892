import { z } from 'zod'
import { clientReport } from './client-reports.ts'
import { receivedGift } from './gifts.ts'
import { fileImport } from './imports.ts'
import { asset } from './media.ts'
import { payout } from './payouts.ts'
import { post } from './posts.ts'
import { currencyCode } from './clients.ts'
import { target } from './targets.ts'
import { coinAmount, microAmount, purchase } from './wallet.ts'

/**
 * GET /v1/realtime is a stream of server-sent events. `event:` is the type, `data:` the JSON of the message, `id:`
 * goes back as `Last-Event-ID`. After `reset` the client must read its state anew: the missed part is gone.
 */
export const realtimePath = '/v1/realtime'

export const realtimeMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('asset.changed'), asset }),
  z.object({ type: z.literal('post.changed'), post }),
  z.object({ type: z.literal('import.changed'), import: fileImport }),
  z.object({ type: z.literal('report.made'), report: clientReport }),
  z.object({ type: z.literal('target.changed'), target }),
  /** To the creator. */
  z.object({ type: z.literal('gift.received'), gift: receivedGift }),
  /** To the person whose coins they are. */
  z.object({
    ...{ type: z.literal('wallet.changed'), currency: currencyCode },
    ...{ coins: coinAmount, frozenCoins: coinAmount, valueMicro: microAmount },
  }),
  z.object({ type: z.literal('purchase.changed'), purchase }),
  z.object({ type: z.literal('payout.changed'), payout }),
  /** Balance, statements or earnings of the person have changed: read again what is shown of them. */
  z.object({ type: z.literal('earnings.changed') }),
  /** The inbox of the person has changed; told out of order, the highest version counts. */
  z.object({ type: z.literal('notification.changed'), version: z.int(), unread: z.int() }),
])
export type RealtimeMessage = z.infer<typeof realtimeMessage>
