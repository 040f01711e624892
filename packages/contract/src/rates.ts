import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { clientId, isoDate } from './shapes.ts'

/** What one unit of a currency is worth in another from a day on, until a later day says otherwise. */
export const exchangeRate = z.object({
  day: isoDate,
  from: currencyCode,
  to: currencyCode,
  /** A decimal above zero, as text, because it must stay exact. */
  rate: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,12})?$/, 'Use a number like 0.0000612 or 16350, with a point.')
    .refine((text) => /[1-9]/.test(text), 'A rate is above zero.'),
})
export type ExchangeRate = z.infer<typeof exchangeRate>

const params = z.object({ clientId })
const rates = z.object({
  /** Newest day first. */
  rates: z.array(exchangeRate),
})

export const listRates = endpoint({
  id: 'listRates',
  method: 'GET',
  path: '/v1/clients/:clientId/rates',
  summary: 'The exchange rates of a client (at most 5,000). Amounts without a rate are told, never guessed.',
  access: 'person',
  params,
  response: rates,
  errors: ['not_signed_in', 'not_found'],
})

const differ = ({ from, to }: { from: string; to: string }): boolean => from !== to

export const setRates = endpoint({
  id: 'setRates',
  method: 'PUT',
  path: '/v1/clients/:clientId/rates',
  summary: 'Add exchange rates to a client. One for the same day and currencies replaces the earlier one.',
  access: 'person',
  params,
  body: z.object({
    rates: z.array(exchangeRate.refine(differ, 'Name two currencies.')).min(1).max(1000),
  }),
  response: rates,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const removeRate = endpoint({
  id: 'removeRate',
  method: 'DELETE',
  path: '/v1/clients/:clientId/rates',
  summary: 'Take an exchange rate away. Doing it twice is the same as once.',
  access: 'person',
  params,
  query: exchangeRate.omit({ rate: true }),
  response: rates,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})
