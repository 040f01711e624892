/** Finding words and names in what people write. */
export { fold, holdsWord, occurs, soughtWord } from './sought-words.ts'
export { mentionsIn } from './mentions.ts'
