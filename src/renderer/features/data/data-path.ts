// What follows #/data: nothing, all accounts of a consent, or one account.

export interface DataPlace {
  consentId: string
  /** Null for every account of the consent. */
  accountId: string | null
}

/** account/<consent>/<account>, account/<consent>:<account> as other screens link, or consent/<consent>; null for anything else. */
export const placeOf = ([kind, first = '', second]: readonly string[]): DataPlace | null => {
  if (first === '') return null
  if (kind === 'consent') return { consentId: first, accountId: null }
  if (kind !== 'account') return null
  if (second !== undefined) return { consentId: first, accountId: second }
  // A consent's id is a UUID and has no colon; a bank's AccountId may have some.
  const at = first.indexOf(':')
  return at < 0 ? null : { consentId: first.slice(0, at), accountId: first.slice(at + 1) }
}

export const pathOf = ({ consentId, accountId }: DataPlace): string[] =>
  accountId === null ? ['data', 'consent', consentId] : ['data', 'account', consentId, accountId]
