import type { ReactNode, Ref } from 'react'
import { type DotState, StateDot } from './state-dot'

interface NoticeProps {
  tone?: 'plain' | 'ok' | 'work' | 'warn' | 'bad'
  /** Default: the dot of the tone. */
  dot?: DotState
  title: string
  /** One sentence, in the shop's voice. */
  children?: ReactNode
  /** One way on, or a chip. */
  action?: ReactNode
  /** `status` is announced when it appears, `alert` at once. */
  role?: 'status' | 'alert'
  className?: string
  /** Lets an error summary take the focus. */
  ref?: Ref<HTMLDivElement>
}

/** Says what happened, what it means and one way on. */
export function Notice({
  tone = 'plain',
  dot = dots[tone],
  title,
  children,
  action,
  role,
  className = '',
  ref,
}: NoticeProps) {
  return (
    <div className={`notice ${tone} ${className}`} role={role} ref={ref} tabIndex={ref ? -1 : undefined}>
      <StateDot state={dot} />
      <b>{title}</b>
      {children && <p>{children}</p>}
      {action && <span className="act">{action}</span>}
    </div>
  )
}

const dots = { plain: 'off', ok: 'ok', work: 'work', warn: 'warn', bad: 'bad' } as const
