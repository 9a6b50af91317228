import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classes } from './classes.ts'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  kind?: 'normal' | 'primary' | 'quiet' | 'danger'
  children: ReactNode
}

export const Button = ({ kind = 'normal', children, ...props }: ButtonProps) => (
  <AriaButton {...props} className={classes(styles.button, kind !== 'normal' && styles[kind])}>
    {children}
  </AriaButton>
)

/** A button that shows an icon only; `label` names it for screen readers and as a title. */
export const IconButton = ({ label, kind = 'quiet', children, ...props }: ButtonProps & { label: string }) => (
  <AriaButton {...props} aria-label={label} className={classes(styles.button, styles.icon, kind !== 'normal' && styles[kind])}>
    <span title={label} style={{ display: 'inline-flex' }}>
      {children}
    </span>
  </AriaButton>
)
