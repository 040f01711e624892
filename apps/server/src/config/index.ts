import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { currencyOf, type Currency } from '@busker/money'
import { assert } from '#platform/assert'
import { readEnvironment, type Environment } from './env.ts'

/** The whole configuration, read once at start and never changed. */
export interface Config {
  readonly version: string
  readonly instanceName: string
  /** Coins are bought in it. */
  readonly currency: Currency
  /** So many times faster than a bank the payment sandbox is; above 1 it also loses nothing by chance. */
  readonly sandboxSpeed: number
  /** `all`: everything in this process. `api`: all but encoding. `worker`: encoding alone. */
  readonly role: Environment['BUSKER_ROLE']
  readonly dataFolder: string
  /** Holds uploads, blobs and conversions under way; the data folder itself unless several processes share it. */
  readonly mediaFolder: string
  /** Videos that this process encodes at once: one for every two cores unless said otherwise. */
  readonly encoders: number
  readonly host: string
  readonly port: number
  /** Address people use, when it differs from host and port (behind a proxy). Passkeys are bound to it. */
  readonly publicUrl: string | undefined
  readonly logLevel: Environment['BUSKER_LOG_LEVEL']
  readonly minimumAge: number
  readonly upload: UploadLimits
  /** The largest exported file that is imported. */
  readonly importMaximumBytes: number
  readonly media: MediaSettings
  readonly captions: CaptionSettings
  readonly requestsPerMinute: number
  /** Proxies whose word about the caller's address is taken; empty: nobody's. */
  readonly trustedProxies: readonly string[]
  /** The header in which the proxy in front tells the country of a request; undefined: countries are not known. */
  readonly countryHeader: string | undefined
  /** Whether a recommender chooses what is shown. */
  readonly feed: 'recommended' | 'newest'
  readonly mail: MailSettings
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

/** How uploads are converted. */
export interface MediaSettings {
  /** Short edges of the sizes, smallest first, in pixels. */
  readonly rungs: readonly number[]
  /** Faster sources are brought down to this. */
  readonly framesPerSecond: 30 | 60
  /** Whether the uploaded file is kept once all sizes exist. */
  readonly keepsOriginals: boolean
}

/** How speech becomes captions. */
export interface CaptionSettings {
  /** A model file of whisper.cpp or a folder of PocketSphinx; undefined: speech is not recognised. */
  readonly model: string | undefined
  /** The language that the model hears. */
  readonly language: string
}

/** How mail leaves. */
export interface MailSettings {
  /** `file:` is a folder in the data folder. It may hold a password. */
  readonly url: string
  readonly from: string
}

const readSizes = (text: string): number[] =>
  [...new Set(text.split(',').map(Number))].toSorted((left, right) => left - right)

const readMedia = (environment: Environment): MediaSettings => ({
  rungs: readSizes(environment.BUSKER_MEDIA_SIZES),
  framesPerSecond: environment.BUSKER_MEDIA_FRAME_RATE === '60' ? 60 : 30,
  keepsOriginals: environment.BUSKER_KEEP_ORIGINALS === 'yes',
})

const readMail = (environment: Environment): MailSettings => {
  const { BUSKER_PUBLIC_URL: publicUrl, BUSKER_MAIL_FROM: from } = environment
  const host = publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname
  // An address in brackets is the host of no sender.
  const sender = /^[A-Za-z0-9.-]+$/.test(host) ? host : 'localhost'
  return { url: environment.BUSKER_MAIL, from: from ?? `busker@${sender}` }
}

const readCurrency = ({ BUSKER_CURRENCY: code }: Environment): Currency => {
  const currency = currencyOf(code)
  assert(currency !== null, 'the environment was checked')
  return currency
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
    currency: readCurrency(environment),
    sandboxSpeed: environment.BUSKER_SANDBOX_SPEED,
    role: environment.BUSKER_ROLE,
    dataFolder: resolve(environment.BUSKER_DATA),
    mediaFolder: resolve(environment.BUSKER_MEDIA ?? environment.BUSKER_DATA),
    encoders: environment.BUSKER_ENCODERS ?? Math.max(1, Math.floor(availableParallelism() / 2)),
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
    importMaximumBytes: environment.BUSKER_IMPORT_MAXIMUM_BYTES,
    media: readMedia(environment),
    captions: {
      model: environment.BUSKER_CAPTION_MODEL && resolve(environment.BUSKER_CAPTION_MODEL),
      language: environment.BUSKER_CAPTION_LANGUAGE,
    },
    requestsPerMinute: environment.BUSKER_REQUESTS_PER_MINUTE,
    trustedProxies: (environment.BUSKER_TRUSTED_PROXIES ?? '').split(/[, ]+/).filter((one) => one !== ''),
    countryHeader: environment.BUSKER_COUNTRY_HEADER,
    feed: environment.BUSKER_FEED,
    mail: readMail(environment),
    databaseUrl: environment.DATABASE_URL,
    clickhouseUrl: environment.CLICKHOUSE_URL,
    ffmpegPath: environment.FFMPEG_PATH,
  })
}
