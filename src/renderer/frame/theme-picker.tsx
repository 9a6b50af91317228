import { Monitor, Moon, Sun } from 'lucide-react'
import { setPreferences, type Theme, usePreferences } from '../preferences.ts'
import { text } from '../text/en.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'

const icons = { system: Monitor, light: Sun, dark: Moon }

export const themes: Theme[] = ['system', 'light', 'dark']

export const ThemePicker = () => {
  const { theme } = usePreferences()
  const Icon = icons[theme]
  return (
    <Menu
      label={text.bar.theme}
      selected={theme}
      onAction={(id) => {
        const chosen = themes.find((one) => one === id)
        if (chosen) setPreferences({ theme: chosen })
      }}
      trigger={
        <IconButton label={`${text.bar.theme}: ${text.bar.themes[theme]}`}>
          <Icon size={16} />
        </IconButton>
      }
      items={themes.map((id) => {
        const Mark = icons[id]
        return { id, label: text.bar.themes[id], mark: <Mark size={14} aria-hidden="true" /> }
      })}
    />
  )
}
