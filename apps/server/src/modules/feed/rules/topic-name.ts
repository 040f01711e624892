/**
 * A topic as captions carry it: lower case in NFKC, without the hash sign. Empty when nothing is left.
 *
 * @example topicName(' #Ducks ') // 'ducks'
 */
export const topicName = (text: string): string =>
  text.normalize('NFKC').toLowerCase().trim().replace(/^#+/, '').trim()
