import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CaptionPart } from '#shared/format'
import { captionParts } from '#shared/format'
import { classes } from '#shared/ui'

const Part = ({ part }: { part: CaptionPart }): ReactNode => {
  if (part.kind === 'text') return part.text
  if (part.kind === 'tag')
    return (
      <Link
        to="/tag/$tag"
        params={{ tag: part.tag }}
        className="font-semibold text-limelight lg:text-curtain-text"
      >
        <bdi>{part.text}</bdi>
      </Link>
    )
  return (
    <Link
      to="/@{$handle}"
      params={{ handle: part.handle }}
      className="font-semibold underline decoration-1 underline-offset-3"
    >
      <bdi>{part.text}</bdi>
    </Link>
  )
}

/** A caption with its tags and mentions. Isolated, so that its writing direction never turns the page around. */
export const CaptionText = ({ caption }: { caption: string }): ReactNode => {
  const text = useRef<HTMLParagraphElement>(null)
  const [open, setOpen] = useState(false)
  const [clipped, setClipped] = useState(false)
  const parts = useMemo(() => captionParts(caption), [caption])
  useEffect(() => {
    const element = text.current
    if (!element) return
    // Told after the layout: to ask for the size at once would lay out the whole feed in the middle of a swipe.
    const sizes = new ResizeObserver(() => setClipped(element.scrollHeight > element.clientHeight + 2))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [caption])
  if (caption.trim() === '') return null
  return (
    <div className="max-w-prose text-sm lg:text-base">
      <p
        ref={text}
        dir="auto"
        className={classes(
          'whitespace-pre-line',
          open ? 'max-h-[40dvh] overflow-y-auto' : 'line-clamp-2 lg:line-clamp-6',
        )}
      >
        {parts.map((part, index) => (
          <Part key={index} part={part} />
        ))}
      </p>
      {(clipped || open) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-my-2 min-h-11 pe-4 font-bold underline-offset-4 hover:underline"
        >
          {open ? <Trans>less</Trans> : <Trans>more</Trans>}
        </button>
      )}
    </div>
  )
}
