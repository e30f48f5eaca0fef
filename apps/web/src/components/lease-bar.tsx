/** A lease and the seconds left in it; below 40 % it turns amber, gone it says so. */
export function LeaseBar({ leftMs, ttlMs }: { leftMs: number; ttlMs: number }) {
  const share = Math.max(0, Math.min(1, leftMs / ttlMs))
  const words = leftMs > 0 ? `${(leftMs / 1_000).toFixed(1)} s` : 'gone'
  return (
    <span className={leaseClass(share)} role="img" aria-label={leftMs > 0 ? `Lease: ${words} left` : 'Lease: gone'}>
      <i style={{ '--v': `${Math.round(share * 100)}%` }} />
      {words}
    </span>
  )
}

const leaseClass = (share: number) => (share === 0 ? 'lb gone' : share < 0.4 ? 'lb low' : 'lb')
