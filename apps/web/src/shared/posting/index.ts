export { asWish, localTime, standardOptions, whenOf } from './options.ts'
export { asSearch, madeFromSearch, readMadeFrom } from './made-from.ts'
export type { MadeFrom, MadeFromSearch } from './made-from.ts'
export type { AnsweredComment, PostOptions } from './options.ts'
