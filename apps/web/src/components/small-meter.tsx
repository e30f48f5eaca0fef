/** An edition in ten dots with its count, for labels and lists: the dots swell from the left as prints remain. */
export function SmallMeter({ edition, available }: { edition: number; available: number }) {
  const full = edition > 0 ? (available / edition) * 10 : 0
  return (
    <span className="emb">
      <svg viewBox="0 0 54 8" aria-hidden="true">
        {places.map((place) => {
          const share = Math.min(1, Math.max(0, full - (9 - place)))
          return (
            <circle key={place} className={share > 0 ? 'l' : 's'} cx={3 + place * 5.4} cy={4} r={0.8 + share * 1.5} />
          )
        })}
      </svg>
      <span>
        <span className="num">{available}</span> of <span className="num">{edition}</span> left
      </span>
    </span>
  )
}

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
