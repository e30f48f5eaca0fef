'use client'

import type { Size } from '@switchyard/contracts/values'
import { useState } from 'react'
import { sheets } from '~/size'
import { mouldOf, PrintFrame } from './print-frame'
import { ScaleFigure } from './scale-figure'
import { Segments } from './segments'

const views = [
  { value: 'wall', label: 'On a wall' },
  { value: 'close', label: 'Up close' },
] as const

interface PrintRoomProps {
  slug: string
  /** What a person would see. */
  alt: string
  size: Size
  sizes: readonly Size[]
}

/** A print on its wall, with its measures and a visitor to scale; or up close, without frame. */
export function PrintRoom({ slug, alt, size, sizes }: PrintRoomProps) {
  const [view, setView] = useState<'wall' | 'close'>('wall')
  const close = view === 'close'
  return (
    <div className="wall foot room" data-view={view} style={{ '--px': '50%' }}>
      <div className="room-f">
        <PrintFrame slug={slug} alt={alt} mould={close ? 'none' : mouldOf(slug)} eager />
        {!close && (
          <>
            <span className="dim-v" aria-hidden="true">
              <span>{sheets[size].height} cm</span>
            </span>
            <span className="dim-h" aria-hidden="true">
              <span>{sheets[size].width} cm</span>
            </span>
          </>
        )}
      </div>
      {!close && <ScaleFigure size={size} sizes={sizes} />}
      <Segments className="room-v" label="View" choices={views} value={view} onChange={setView} />
    </div>
  )
}
