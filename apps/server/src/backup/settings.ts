import { loadConfig, type Config } from '#config'

/** An address without what only its owner may know. */
const withoutSecrets = (address: string): string => {
  const url = URL.canParse(address) ? new URL(address) : null
  return url === null ? 'set' : `${url.protocol}//${url.host}${url.pathname}`
}

const settings: readonly (readonly [string, (config: Config) => string | number | undefined])[] = [
  ['BUSKER_ROLE', (config) => config.role],
  ['BUSKER_DATA', (config) => config.dataFolder],
  ['BUSKER_MEDIA', ({ mediaFolder, dataFolder }) => (mediaFolder === dataFolder ? undefined : mediaFolder)],
  ['BUSKER_ENCODERS', (config) => config.encoders],
  ['BUSKER_HOST', (config) => config.host],
  ['BUSKER_PORT', (config) => config.port],
  ['BUSKER_PUBLIC_URL', (config) => config.publicUrl],
  ['BUSKER_NAME', (config) => config.instanceName],
  ['BUSKER_LOG_LEVEL', (config) => config.logLevel],
  ['BUSKER_MINIMUM_AGE', (config) => config.minimumAge],
  ['BUSKER_UPLOAD_MAXIMUM_BYTES', (config) => config.upload.maximumBytes],
  ['BUSKER_UPLOAD_MAXIMUM_SECONDS', (config) => config.upload.maximumDurationMs / 1000],
  ['BUSKER_IMPORT_MAXIMUM_BYTES', (config) => config.importMaximumBytes],
  ['BUSKER_MEDIA_SIZES', (config) => config.media.rungs.join(',')],
  ['BUSKER_MEDIA_FRAME_RATE', (config) => config.media.framesPerSecond],
  ['BUSKER_KEEP_ORIGINALS', (config) => (config.media.keepsOriginals ? 'yes' : 'no')],
  ['BUSKER_CAPTION_MODEL', (config) => config.captions.model],
  ['BUSKER_CAPTION_LANGUAGE', (config) => config.captions.language],
  ['BUSKER_REQUESTS_PER_MINUTE', (config) => config.requestsPerMinute],
  ['BUSKER_COUNTRY_HEADER', (config) => config.countryHeader],
  ['BUSKER_MAIL', ({ mail }) => (mail.url === 'file:' ? mail.url : withoutSecrets(mail.url))],
  ['BUSKER_MAIL_FROM', ({ mail }) => mail.from],
  ['DATABASE_URL', (config) => config.databaseUrl && withoutSecrets(config.databaseUrl)],
  ['CLICKHOUSE_URL', (config) => config.clickhouseUrl && withoutSecrets(config.clickhouseUrl)],
  ['FFMPEG_PATH', (config) => config.ffmpegPath],
]

/** The settings that differ from their defaults, under the names that an operator gives them. Never a password. */
export const describeSettings = (config: Config): Record<string, string> => {
  const plain = loadConfig({})
  const changed = settings.flatMap(([name, read]) => {
    const value = read(config)
    return value === undefined || value === read(plain) ? [] : [[name, String(value)] as const]
  })
  return Object.fromEntries(changed)
}
