import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  ComboBox as AriaComboBox,
  Button,
  Collection,
  FieldError,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Text,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './combo-box.module.css'
import field from './field.module.css'
import floating from './menu.module.css'
import { Choice } from './menu.tsx'

export interface ComboOption {
  id: string
  label: string
  description?: string | undefined
}

export interface ComboGroup {
  title: string
  options: readonly ComboOption[]
}

export interface ComboBoxProps {
  label: ReactNode
  groups: readonly ComboGroup[]
  value: string | null
  onChange: (id: string | null) => void
  description?: ReactNode
  error?: string | null | undefined
  placeholder?: string
  /** Names the button that opens the list. */
  open: string
  isDisabled?: boolean
}

/** One of a long list, found by typing a part of its name. */
export const ComboBox = ({ label, groups, value, onChange, description, error, placeholder, open, isDisabled = false }: ComboBoxProps) => (
  <AriaComboBox
    defaultItems={groups}
    value={value}
    onChange={(key) => onChange(key === null ? null : String(key))}
    isInvalid={Boolean(error)}
    isDisabled={isDisabled}
    validationBehavior="aria"
    className={field.field ?? ''}
  >
    <Label className={field.label ?? ''}>{label}</Label>
    <div className={classes(field.input, styles.box)}>
      <Input className={styles.input ?? ''} placeholder={placeholder} />
      <Button className={styles.open ?? ''} aria-label={open}>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
    </div>
    {description && !error && (
      <Text slot="description" className="caption">
        {description}
      </Text>
    )}
    <FieldError className={field.error ?? ''}>{error ?? undefined}</FieldError>
    <Popover className={classes(floating.popover, styles.popover)} offset={4}>
      <ListBox<ComboGroup> className={floating.menu ?? ''}>
        {({ title, options }) => (
          <ListBoxSection id={title}>
            <Header className={styles.title}>{title}</Header>
            <Collection items={options}>
              {(option) => (
                <ListBoxItem id={option.id} textValue={option.label} className={floating.item ?? ''}>
                  {({ isSelected }) => <Choice {...option} selected={isSelected} />}
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </Popover>
  </AriaComboBox>
)
