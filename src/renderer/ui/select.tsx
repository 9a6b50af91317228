import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Select as AriaSelect, Button, FieldError, Label, ListBox, ListBoxItem, Popover, SelectValue, Text } from 'react-aria-components'
import styles from './field.module.css'
import floating from './menu.module.css'
import { Choice } from './menu.tsx'

export interface Option<T extends string> {
  id: T
  label: string
  description?: string
}

export interface SelectProps<T extends string> {
  /** Shown above; use `aria-label` instead where there is no room. */
  label?: ReactNode
  'aria-label'?: string
  options: readonly Option<T>[]
  value: T | null
  onChange: (value: T) => void
  description?: ReactNode
  error?: string | null | undefined
  isDisabled?: boolean
  placeholder?: string
}

/** One of a short list. */
export const Select = <T extends string>({ label, options, value, onChange, description, error, ...props }: SelectProps<T>) => (
  <AriaSelect
    {...props}
    value={value}
    onChange={(key) => {
      const chosen = options.find(({ id }) => id === key)
      if (chosen) onChange(chosen.id)
    }}
    isInvalid={Boolean(error)}
    className={styles.field ?? ''}
  >
    {label && <Label className={styles.label ?? ''}>{label}</Label>}
    <Button className={styles.select ?? ''}>
      {/* The words alone: the item’s mark and description belong to the open list. */}
      <SelectValue className={styles.value ?? ''}>
        {({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}
      </SelectValue>
      <ChevronDown size={14} aria-hidden="true" />
    </Button>
    {description && !error && (
      <Text slot="description" className="caption">
        {description}
      </Text>
    )}
    <FieldError className={styles.error ?? ''}>{error}</FieldError>
    <Popover className={floating.popover ?? ''} offset={4}>
      <ListBox className={floating.menu ?? ''}>
        {options.map((option) => (
          <ListBoxItem key={option.id} id={option.id} textValue={option.label} className={floating.item ?? ''}>
            {({ isSelected }) => <Choice {...option} selected={isSelected} />}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </AriaSelect>
)
