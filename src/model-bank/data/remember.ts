/** The same answer for the same account, worked out when first asked for: the books never change. */
export const remember = <T>(make: (accountId: string) => T): ((accountId: string) => T) => {
  const known = new Map<string, T>()
  return (accountId) => {
    const kept = known.get(accountId)
    if (kept !== undefined) return kept
    const made = make(accountId)
    known.set(accountId, made)
    return made
  }
}
