import { create } from 'zustand'

/** Whether the environment's menu is open; the shortcut opens it too. */
export const useEnvironmentMenu = create<{ open: boolean }>(() => ({ open: false }))

export const setEnvironmentMenu = (open: boolean): void => useEnvironmentMenu.setState({ open })
export const toggleEnvironmentMenu = (): void => useEnvironmentMenu.setState(({ open }) => ({ open: !open }))
