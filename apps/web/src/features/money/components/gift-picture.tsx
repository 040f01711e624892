import type { ReactNode } from 'react'

const drawings: Readonly<Record<string, ReactNode>> = {
  rose: (
    <>
      <path
        d="M32 36v22M32 48c-7 0-10-3-11-8c6-1 10 2 11 8M32 52c6 0 9-3 10-7c-6-1-9 2-10 7"
        className="fill-bottle"
      />
      <path
        d="M20 14c3 2 5 0 6-4c3 3 9 3 12 0c1 4 3 6 6 4c2 12-3 22-12 22s-14-10-12-22z"
        className="fill-curtain"
      />
      <path d="M26 20c3 5 9 5 12 0M32 24v6" />
    </>
  ),
  coffee: (
    <>
      <path d="M14 26h30v16c0 8-6 12-15 12s-15-4-15-12z" className="fill-limelight" />
      <path d="M44 30h4a6 6 0 0 1 0 13h-5M10 58h38M23 20c-3-4 3-6 0-11M34 20c-3-4 3-6 0-11" />
    </>
  ),
  heart: (
    <>
      <path
        d="M32 55S9 42 9 25c0-8 6-13 12-13c5 0 9 3 11 7c2-4 6-7 11-7c6 0 12 5 12 13c0 17-23 30-23 30z"
        className="fill-curtain"
      />
      <path d="M18 25c0-4 2-6 5-6" />
    </>
  ),
  balloon: (
    <>
      <path d="M32 44c-4 6 4 8 0 15" />
      <path
        d="M32 6c11 0 17 8 17 17s-8 19-17 19s-17-10-17-19S21 6 32 6zM29 42h6l-3-3z"
        className="fill-bottle"
      />
      <path d="M23 22c0-5 3-8 7-9" />
    </>
  ),
  fireworks: (
    <>
      <path d="M32 60c0-12-1-20-4-26" />
      <path
        d="M30 4v7M30 36v8M9 25h8M43 25h8M15 10l6 6M39 34l6 6M45 10l-6 6M21 34l-6 6"
        className="stroke-curtain"
      />
      <path
        d="M30 15l3 6.500l7 .8l-5.200 4.700l1.500 7L30 30.500l-6.300 3.500l1.500-7L20 22.300l7-.8z"
        className="fill-limelight"
      />
      <path d="M52 45v4M52 55v4M45 52h4M55 52h4" className="stroke-bottle" />
    </>
  ),
  rocket: (
    <>
      <path d="M25 46c-5 1-7 5-8 12c7-1 11-3 12-8" className="fill-limelight" />
      <path d="M22 33l-9 4l-3 8l12-2M40 46l-3 12l-8 3" className="fill-curtain" />
      <path d="M55 8c1 15-6 29-22 40L21 36C29 20 41 9 55 8z" className="fill-surface" />
      <circle cx="40" cy="24" r="5" className="fill-bottle" />
    </>
  ),
  castle: (
    <>
      <path d="M12 58V24h6v5h6v-5h6v34zM34 58V24h6v5h6v-5h6v34z" className="fill-limelight" />
      <path d="M24 58V34h16v24z" className="fill-surface" />
      <path d="M28 58v-8a4 4 0 0 1 8 0v8z" className="fill-bottle" />
      <path d="M32 34V8l12 4.500L32 17" className="fill-curtain" />
    </>
  ),
}

const present = (
  <>
    <path d="M10 28h44v30H10z" className="fill-limelight" />
    <path d="M7 19h50v10H7z" className="fill-curtain" />
    <path d="M32 19v39M32 19c-12 0-15-4-15-8c0-6 12-5 15 8c3-13 15-14 15-8c0 4-3 8-15 8" />
  </>
)

/** A gift as it is drawn here; one that this version does not know is wrapped. Its name stands beside it. */
export const GiftPicture = (props: { animation: string; className?: string }): ReactNode => (
  <svg viewBox="0 0 64 64" aria-hidden="true" className={props.className ?? 'size-14'}>
    <g fill="none" className="stroke-ink" strokeWidth={2.2} strokeLinecap="round" strokeLinejoin="round">
      {drawings[props.animation] ?? present}
    </g>
  </svg>
)
