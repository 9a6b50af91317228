import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './menu.module.css'

export interface MenuItem {
  id: string
  label: string
  description?: string | undefined
  /** In place of the check mark. */
  mark?: ReactNode
  /** Shown at the end, such as "Ctrl J". */
  keys?: string
  danger?: boolean
  isDisabled?: boolean
}

export interface MenuProps {
  /** Names the menu for screen readers. */
  label: string
  /** The button that opens it: a Button or IconButton of this folder. */
  trigger: ReactElement
  items: readonly MenuItem[]
  onAction: (id: string) => void
  /** Makes the menu a choice of one: the chosen item is marked. */
  selected?: string
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
}

/** An item's inside: its words, and whether it is the chosen one. */
export const Choice = ({ label, description, mark, keys, selected }: Omit<MenuItem, 'id'> & { selected: boolean }) => (
  <>
    <span className={styles.mark}>{selected ? <Check size={14} aria-hidden="true" /> : mark}</span>
    <span className={styles.words}>
      <Text slot="label">{label}</Text>
      {description && (
        <Text slot="description" className="caption">
          {description}
        </Text>
      )}
    </span>
    {keys && <kbd className={styles.keys}>{keys}</kbd>}
  </>
)

export const Menu = ({ label, trigger, items, onAction, selected, ...open }: MenuProps) => (
  <MenuTrigger {...open}>
    {trigger}
    <Popover className={styles.popover ?? ''} offset={4}>
      <AriaMenu
        aria-label={label}
        className={styles.menu ?? ''}
        onAction={(key) => onAction(String(key))}
        {...(selected !== undefined && { selectionMode: 'single' as const, selectedKeys: [selected], disallowEmptySelection: true })}
      >
        {items.map(({ id, danger = false, isDisabled = false, ...item }) => (
          <AriaMenuItem
            key={id}
            id={id}
            textValue={item.label}
            isDisabled={isDisabled}
            className={classes(styles.item, danger && styles.danger)}
          >
            <Choice {...item} selected={id === selected} />
          </AriaMenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
)
