export { heardAt, isConverting, soundKey, useSound } from './queries.ts'
export { useSoundName } from './use-sound-name.ts'
