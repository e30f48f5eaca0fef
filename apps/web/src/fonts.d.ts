declare module '*.woff2' {
  /** The address at which the build serves the file. */
  const address: string
  export default address
}
