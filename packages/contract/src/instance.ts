import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** What a client must know before it asks a person for anything: limits come from one source, the server. */
export const getInstance = endpoint({
  id: 'getInstance',
  method: 'GET',
  path: '/v1/instance',
  summary: 'Name, version and limits of this instance.',
  access: 'public',
  response: z.object({
    name: z.string(),
    version: z.string(),
    minimumAge: z.int(),
    hasAccounts: z.boolean(),
    /** Who moves the money. `sandbox`: nobody, it is all play. */
    payments: z.object({ provider: z.string() }),
    upload: z.object({
      maximumBytes: z.int(),
      maximumDurationMs: z.int(),
      maximumPixels: z.int(),
      accept: z.string(),
    }),
  }),
  errors: [],
})
