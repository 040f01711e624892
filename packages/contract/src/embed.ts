import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** Pixels that a page gives to a player. */
const most = z.coerce.number().int().min(1).max(10_000).optional()

export const getOembed = endpoint({
  id: 'getOembed',
  method: 'GET',
  path: '/v1/oembed',
  summary:
    'How another site shows a video of this one (oembed.com): `url` is the address of a public post or a shared address. Only `format=json`; what not everybody may see does not exist.',
  access: 'public',
  query: z.object({
    url: z.string().max(2048),
    format: z.string().max(10).default('json'),
    maxwidth: most,
    maxheight: most,
  }),
  response: z.object({
    version: z.literal('1.0'),
    type: z.literal('video'),
    title: z.string(),
    author_name: z.string(),
    author_url: z.string(),
    provider_name: z.string(),
    provider_url: z.string(),
    cache_age: z.int(),
    thumbnail_url: z.string().optional(),
    thumbnail_width: z.int().optional(),
    thumbnail_height: z.int().optional(),
    width: z.int(),
    height: z.int(),
    html: z.string(),
  }),
  errors: ['not_found', 'format_not_served'],
  withoutSession: { perMinute: 600 },
})
export type Oembed = z.infer<typeof getOembed.response>
