/**
 * Preloaded (`--import`) into Next.js, which knows nothing of the host: it ends when the host does, however that ends,
 * so that nothing is left behind. The processes that Next.js forks inherit the preload and have a parent of their own.
 */
if (process.channel && process.argv[1]?.endsWith('/bin/next')) {
  process.once('disconnect', () => process.exit(0))
  process.channel.unref()
}
