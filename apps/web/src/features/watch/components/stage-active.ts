import { createContext } from 'react'

/**
 * Whether this stage is the one on the screen. Only what acts on it reads it: as a property it would have all words and
 * actions drawn anew at each swipe.
 */
export const StageActive = createContext(false)
