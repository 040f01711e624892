import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

const mention = /(@[a-z][a-z0-9_.]{1,22}[a-z0-9_])/i

/** The text of a comment; names in it that belong to people lead to them. */
export const CommentWords = ({ text, mentions }: { text: string; mentions: readonly string[] }): ReactNode =>
  text.split(mention).map((part, index) => {
    const handle = part.slice(1).toLowerCase()
    return part.startsWith('@') && mentions.includes(handle) ? (
      <Link
        // Parts of one text never change their order.
        key={index}
        to="/@{$handle}"
        params={{ handle }}
        className="font-semibold text-curtain-text hover:underline"
      >
        <bdi>{part}</bdi>
      </Link>
    ) : (
      part
    )
  })
