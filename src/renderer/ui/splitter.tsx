import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { classes } from './classes.ts'
import styles from './splitter.module.css'

export interface SplitterProps {
  label: string
  /** Which way the line runs. */
  orientation: 'vertical' | 'horizontal'
  size: number
  minimum: number
  maximum: number
  /** 1 when the pane grows with the pointer's coordinate, -1 when against it. */
  direction: 1 | -1
  onSize: (size: number) => void
}

/** A line between two panes, moved by pointer or arrow keys (WAI-ARIA window splitter). */
export const Splitter = ({ label, orientation, size, minimum, maximum, direction, onSize }: SplitterProps) => {
  const begun = useRef<{ at: number; size: number } | null>(null)
  const position = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY)
  const set = (wanted: number) => onSize(Math.round(Math.min(maximum, Math.max(minimum, wanted))))

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const steps: Record<string, number> = { [less]: -16 * direction, [more]: 16 * direction }
    const step = steps[event.key]
    if (event.key === 'Home') set(minimum)
    else if (event.key === 'End') set(maximum)
    else if (step !== undefined) set(size + step)
    else return
    event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is the pattern for splitters; <hr> cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      className={classes(styles.splitter, styles[orientation])}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        begun.current = { at: position(event), size }
      }}
      onPointerMove={(event) => begun.current && set(begun.current.size + (position(event) - begun.current.at) * direction)}
      onPointerUp={() => {
        begun.current = null
      }}
    />
  )
}
