import Link from 'next/link'

/** The sign of the house: five dots, from full to nearly gone. */
export function Mark() {
  return (
    <Link className="mark" href="/" aria-label="Halftone, home">
      <svg viewBox="0 0 46 13" aria-hidden="true">
        <circle cx="6.5" cy="6.5" r="6" />
        <circle cx="19.5" cy="6.5" r="4.6" />
        <circle cx="29.5" cy="6.5" r="3.2" />
        <circle cx="37" cy="6.5" r="2" />
        <circle cx="42.6" cy="6.5" r="1.1" />
      </svg>
      <span>Halftone</span>
    </Link>
  )
}
