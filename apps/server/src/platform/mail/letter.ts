/** What a message says, in plain words. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
  /** Lines of a list below the words, each perhaps with an address. */
  readonly lines?: readonly { readonly text: string; readonly url: string | null }[]
  /** Small words at the end: why this came, and how it ends. */
  readonly footer: readonly { readonly text: string; readonly url: string | null }[]
  /** Of the language, for whoever reads it aloud. */
  readonly locale: string
}

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
}

/** Nothing that people wrote becomes a tag. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? '')

const anchor = (text: string, url: string | null): string =>
  url === null ? escaped(text) : `<a href="${escaped(url)}" style="color:inherit">${escaped(text)}</a>`

const button =
  'display:inline-block;padding:12px 20px;border-radius:999px;background:#b3261e;color:#fff;text-decoration:none;font-weight:700'

/** No picture and no style from elsewhere: opening it tells nobody. Colours are left to the reader, light or dark. */
const htmlOf = ({ subject, paragraphs, link, lines = [], footer, locale }: Letter): string =>
  [
    `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto">',
    ...paragraphs.map((text) => `<p dir="auto">${escaped(text)}</p>`),
    ...(lines.length === 0
      ? []
      : [`<ul>${lines.map(({ text, url }) => `<li dir="auto">${anchor(text, url)}</li>`).join('')}</ul>`]),
    ...(link ? [`<p><a href="${escaped(link.url)}" style="${button}">${escaped(link.label)}</a></p>`] : []),
    '<hr style="border:0;border-top:1px solid #8888;margin:32px 0 16px">',
    ...footer.map(
      ({ text, url }) => `<p dir="auto" style="font-size:13px;opacity:.75">${anchor(text, url)}</p>`,
    ),
    '</div></body></html>',
  ].join('\n')

const withUrl = (text: string, url: string | null): string => (url === null ? text : `${text}\n  ${url}`)

const textOf = ({ paragraphs, link, lines = [], footer }: Letter): string =>
  [
    ...paragraphs,
    ...(lines.length === 0 ? [] : [lines.map(({ text, url }) => `- ${withUrl(text, url)}`).join('\n')]),
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    // RFC 3676: what follows is a signature.
    ['-- ', ...footer.map(({ text, url }) => withUrl(text, url))].join('\n'),
  ].join('\n\n')

/** Both bodies of a message. */
export const bodiesOf = (letter: Letter): { subject: string; text: string; html: string } => ({
  subject: letter.subject,
  text: textOf(letter),
  html: htmlOf(letter),
})
