import { isCurrency } from '@busker/money'
import { StartError } from '#platform/errors'
import { isPlainAddress } from '#platform/mail'
import { z } from 'zod'

/** Numbers in the environment are decimal text; anything else is a mistake, never a silent default. */
const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))

const address = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be an address like ${protocols[0]}//…`,
    )
    .optional()

/** Every setting that the environment may carry, with its default. Nothing else reads the environment. */
const settings = z.object({
  BUSKER_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  BUSKER_DATA: z.string().min(1).default('./.busker'),
  BUSKER_MEDIA: z.string().min(1).optional(),
  BUSKER_ENCODERS: integer(1, 64).optional(),
  BUSKER_HOST: z.string().min(1).default('127.0.0.1'),
  BUSKER_PORT: integer(0, 65_535).default(8480),
  BUSKER_PUBLIC_URL: address('http:', 'https:'),
  BUSKER_NAME: z.string().trim().min(1).max(60).default('Busker'),
  BUSKER_CURRENCY: z
    .string()
    .refine((code): boolean => isCurrency(code), 'must be the code of a currency like EUR')
    .default('EUR'),
  BUSKER_SANDBOX_SPEED: integer(1, 1_000_000).default(1),
  BUSKER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BUSKER_MINIMUM_AGE: integer(13, 99).default(13),
  BUSKER_UPLOAD_MAXIMUM_BYTES: integer(1_000_000, 10_000_000_000).default(500_000_000),
  BUSKER_IMPORT_MAXIMUM_BYTES: integer(1_000_000, 2_000_000_000).default(1_000_000_000),
  BUSKER_MEDIA_SIZES: z
    .string()
    .regex(/^\d{3,4}(,\d{3,4}){0,5}$/, 'must be short edges in pixels like 540,720,1080')
    .default('540,720,1080'),
  BUSKER_MEDIA_FRAME_RATE: z.enum(['30', '60']).default('30'),
  BUSKER_KEEP_ORIGINALS: z.enum(['yes', 'no']).default('yes'),
  BUSKER_UPLOAD_MAXIMUM_SECONDS: integer(1, 3600).default(600),
  BUSKER_REQUESTS_PER_MINUTE: integer(10, 1_000_000).default(1200),
  BUSKER_TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/, ]+$/, 'must be addresses or ranges like 127.0.0.1, 10.0.0.0/8')
    .optional(),
  BUSKER_COUNTRY_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header like cf-ipcountry')
    .optional(),
  BUSKER_FEED: z.enum(['recommended', 'newest']).default('recommended'),
  BUSKER_CAPTION_MODEL: z.string().min(1).optional(),
  BUSKER_CAPTION_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language like en or pt-BR')
    .default('en'),
  BUSKER_MAIL: z
    .string()
    .regex(
      /^(file:|file:\/\/\/\S+|smtps?:\/\/\S+)$/,
      'must be file:, file:///a/folder or an address like smtp://user:password@host:587',
    )
    .refine((text) => text === 'file:' || URL.canParse(text), 'must be an address')
    .default('file:'),
  BUSKER_MAIL_FROM: z
    .string()
    .refine((text): boolean => isPlainAddress(text), 'must be one address like busker@example.org')
    .optional(),
  DATABASE_URL: address('postgres:', 'postgresql:'),
  CLICKHOUSE_URL: address('http:', 'https:'),
  FFMPEG_PATH: z.string().min(1).optional(),
})

/** The embedded database admits one process, so what several share must be a server. */
const environment = settings.superRefine((given, context) => {
  if (given.BUSKER_ROLE === 'all' || given.DATABASE_URL !== undefined) return
  const message =
    given.BUSKER_ROLE === 'worker'
      ? 'worker takes its work from the database of another Busker: set DATABASE_URL to the same PostgreSQL'
      : 'api shares its database with workers, and the embedded one serves one process: set DATABASE_URL to a PostgreSQL, or BUSKER_ROLE to all'
  context.addIssue({ code: 'custom', path: ['BUSKER_ROLE'], message })
})

export type Environment = z.infer<typeof environment>

/** Reads and checks the environment. A value that does not fit is named in one sentence. */
export const readEnvironment = (source: Record<string, string | undefined> = process.env): Environment => {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new StartError(`The configuration is not usable: ${faults.join('; ')}. Correct it and start again.`)
}
