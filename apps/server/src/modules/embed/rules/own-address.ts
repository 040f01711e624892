/** A page of this instance of which others can show a preview. */
export type PageAddress =
  | { readonly kind: 'post'; readonly postId: string }
  | { readonly kind: 'share'; readonly token: string }
  | { readonly kind: 'person'; readonly handle: string }

const shapes = [
  [/^\/(?:p|embed)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/, 'post'],
  [/^\/s\/([\w-]{22})\/?$/, 'share'],
  [/^\/@([a-z][a-z0-9_.]{2,23})\/?$/, 'person'],
] as const

/** What a path leads to; null: to nothing that has a preview. */
export const pageAt = (path: string): PageAddress | null => {
  for (const [shape, kind] of shapes) {
    const name = shape.exec(path)?.[1]
    if (name === undefined) continue
    switch (kind) {
      case 'post':
        return { kind, postId: name }
      case 'share':
        return { kind, token: name }
      case 'person':
        return { kind, handle: name }
    }
  }
  return null
}

/** What an address leads to, if it is one of this instance. */
export const pageOfAddress = (address: string, origin: string): PageAddress | null => {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  return url.host === new URL(origin).host && /^https?:$/.test(url.protocol) ? pageAt(url.pathname) : null
}
