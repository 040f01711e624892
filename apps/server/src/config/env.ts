import { StartError } from '#platform/errors'
import { z } from 'zod'

/** Numbers in the environment are decimal text; anything else is a mistake, never a silent default. */
const integer = (minimum: number, maximum: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))
    .default(fallback)

const address = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be an address like ${protocols[0]}//…`,
    )
    .optional()

/** Every setting that the environment may carry, with its default. Nothing else reads the environment. */
const environment = z.object({
  BUSKER_DATA: z.string().min(1).default('./.busker'),
  BUSKER_HOST: z.string().min(1).default('127.0.0.1'),
  BUSKER_PORT: integer(0, 65_535, 8480),
  BUSKER_PUBLIC_URL: address('http:', 'https:'),
  BUSKER_NAME: z.string().trim().min(1).max(60).default('Busker'),
  BUSKER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BUSKER_MINIMUM_AGE: integer(13, 99, 13),
  BUSKER_UPLOAD_MAXIMUM_BYTES: integer(1_000_000, 10_000_000_000, 500_000_000),
  BUSKER_UPLOAD_MAXIMUM_SECONDS: integer(1, 3600, 600),
  BUSKER_REQUESTS_PER_MINUTE: integer(10, 1_000_000, 1200),
  BUSKER_TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/, ]+$/, 'must be addresses or ranges like 127.0.0.1, 10.0.0.0/8')
    .optional(),
  DATABASE_URL: address('postgres:', 'postgresql:'),
  CLICKHOUSE_URL: address('http:', 'https:'),
  FFMPEG_PATH: z.string().min(1).optional(),
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
