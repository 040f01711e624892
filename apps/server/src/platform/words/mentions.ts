const mostMentions = 30

const mentionPattern = /(?<![\p{L}\p{N}_.@/])@([a-z][a-z0-9_.]{1,22}[a-z0-9_])/giu

/** Names with an @ in a text, lower case, each once, in order, at most 30; whether they exist is not decided here. */
export const mentionsIn = (text: string): string[] =>
  [...new Set([...text.matchAll(mentionPattern)].map((match) => (match[1] ?? '').toLowerCase()))].slice(
    0,
    mostMentions,
  )
