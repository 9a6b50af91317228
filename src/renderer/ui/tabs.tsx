import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import styles from './tabs.module.css'

export interface TabItem {
  id: string
  label: ReactNode
  /** Mounted while its tab is selected. */
  content: ReactNode
}

export interface TabsProps {
  /** Names the row of tabs for screen readers. */
  label: string
  items: TabItem[]
  /** The selected tab; the component keeps it itself when absent. */
  selected?: string
  onSelect?: (id: string) => void
}

/** A row of tabs over one panel, which fills the height that is left and scrolls on its own. */
export const Tabs = ({ label, items, selected, onSelect }: TabsProps) => (
  <AriaTabs
    className={styles.tabs ?? ''}
    {...(selected !== undefined && { selectedKey: selected })}
    onSelectionChange={(key) => onSelect?.(String(key))}
  >
    <TabList aria-label={label} className={styles.list ?? ''}>
      {items.map((item) => (
        <Tab key={item.id} id={item.id} className={styles.tab ?? ''}>
          {item.label}
        </Tab>
      ))}
    </TabList>
    {items.map((item) => (
      <TabPanel key={item.id} id={item.id} className={styles.panel ?? ''}>
        {item.content}
      </TabPanel>
    ))}
  </AriaTabs>
)
