const longest = 8
const shown = 6

/** Videos and goods may have no name in the files; the end of an id tells it from others. */
export const shortId = (id: string): string => (id.length > longest ? `…${id.slice(-shown)}` : id)
