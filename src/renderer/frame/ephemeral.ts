// Whether a person has decided to go on without keeping an ephemeral workspace; until the page is opened again.
// That nothing is kept stays on screen all the same.

import { create } from 'zustand'

export const useEphemeral = create<{ left: boolean }>(() => ({ left: false }))

export const goOnWithoutKeeping = (): void => useEphemeral.setState({ left: true })
