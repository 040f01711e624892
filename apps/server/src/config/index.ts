import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readEnvironment, type Environment } from './env.ts'

/** The whole configuration, read once at start and never changed. */
export interface Config {
  readonly version: string
  readonly instanceName: string
  readonly dataFolder: string
  readonly host: string
  readonly port: number
  /** Address people use, when it differs from host and port (behind a proxy). Passkeys are bound to it. */
  readonly publicUrl: string | undefined
  readonly logLevel: Environment['BUSKER_LOG_LEVEL']
  readonly minimumAge: number
  readonly upload: UploadLimits
  readonly requestsPerMinute: number
  /** Proxies whose word about the caller's address is taken; empty: nobody's. */
  readonly trustedProxies: readonly string[]
  readonly databaseUrl: string | undefined
  readonly clickhouseUrl: string | undefined
  readonly ffmpegPath: string | undefined
}

/** One source for what the gate enforces and what the page says before an upload. */
export interface UploadLimits {
  readonly maximumBytes: number
  readonly maximumDurationMs: number
  readonly minimumDurationMs: number
  readonly maximumPixels: number
  readonly minimumSide: number
  readonly maximumAspect: number
  readonly maximumFrameRate: number
}

const readVersion = (): string => {
  const file = new URL('../../package.json', import.meta.url)
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : ''
  return typeof version === 'string' ? version : ''
}

/** Builds the configuration from the environment; throws a `StartError` that names the faulty value. */
export const loadConfig = (source?: Record<string, string | undefined>): Config => {
  const environment = readEnvironment(source)
  return Object.freeze({
    version: readVersion(),
    instanceName: environment.BUSKER_NAME,
    dataFolder: resolve(environment.BUSKER_DATA),
    host: environment.BUSKER_HOST,
    port: environment.BUSKER_PORT,
    publicUrl: environment.BUSKER_PUBLIC_URL?.replace(/\/+$/, ''),
    logLevel: environment.BUSKER_LOG_LEVEL,
    minimumAge: environment.BUSKER_MINIMUM_AGE,
    upload: {
      maximumBytes: environment.BUSKER_UPLOAD_MAXIMUM_BYTES,
      maximumDurationMs: environment.BUSKER_UPLOAD_MAXIMUM_SECONDS * 1000,
      minimumDurationMs: 500,
      maximumPixels: 8192 * 4352,
      minimumSide: 16,
      maximumAspect: 5,
      maximumFrameRate: 240,
    },
    requestsPerMinute: environment.BUSKER_REQUESTS_PER_MINUTE,
    trustedProxies: (environment.BUSKER_TRUSTED_PROXIES ?? '').split(/[, ]+/).filter((one) => one !== ''),
    databaseUrl: environment.DATABASE_URL,
    clickhouseUrl: environment.CLICKHOUSE_URL,
    ffmpegPath: environment.FFMPEG_PATH,
  })
}
