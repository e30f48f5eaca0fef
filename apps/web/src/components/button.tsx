import type { ComponentProps } from 'react'

interface ButtonLook {
  look?: 'main' | 'quiet' | 'danger'
  small?: boolean
  wide?: boolean
}

/** The classes of a button, for links that look like one. */
export const buttonClass = ({ look = 'main', small = false, wide = false }: ButtonLook = {}): string =>
  ['btn', look === 'main' ? '' : look, small ? 'small' : '', wide ? 'wide' : ''].filter(Boolean).join(' ')

type ButtonProps = ButtonLook &
  ComponentProps<'button'> & {
    /** Says why it cannot be pressed now, in place of its label; the button keeps its place in the tab order. */
    waiting?: string | false
  }

/** Something to press. One that cannot be pressed keeps its reason in its label. */
export function Button({
  look,
  small,
  wide,
  waiting = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = `${buttonClass({ ...(look && { look }), ...(small && { small }), ...(wide && { wide }) })} ${className}`
  if (waiting) {
    return (
      <button
        type="button"
        {...rest}
        className={classes}
        aria-disabled="true"
        onClick={(event) => event.preventDefault()}
      >
        {waiting}
      </button>
    )
  }
  return (
    <button type="button" {...rest} className={classes} onClick={onClick}>
      {children}
    </button>
  )
}
