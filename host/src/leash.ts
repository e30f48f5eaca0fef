/**
 * Preloaded (`--import`) into processes that know nothing of the host, such as Next.js: they end when the host does,
 * however it ends, so that nothing is left behind.
 */
if (process.channel) {
  process.once('disconnect', () => process.exit(0))
  process.channel.unref()
}
