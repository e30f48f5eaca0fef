import 'react'

declare module 'react' {
  /** Lets a style carry our own custom properties, e.g. the light's place on a wall. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
