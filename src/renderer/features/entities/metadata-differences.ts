// What was asked of a bank at registration beside what it answered, field by field.

export type Difference = 'same' | 'changed' | 'onlyAsked' | 'onlyAccepted' | 'envelope'

export interface MetadataRow {
  field: string
  asked: string | null
  accepted: string | null
  difference: Difference
}

/** Of the signed request itself: an answer has no place for its claims (RFC 7519 §4.1), and the core leaves the assertion's repetition out. */
const envelope = new Set(['iss', 'aud', 'iat', 'exp', 'nbf', 'jti', 'software_statement'])

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The same for scopes and lists in another order, which mean the same. */
const normal = (field: string, value: unknown): string => {
  if (field === 'scope' && typeof value === 'string') return value.split(/\s+/).toSorted().join(' ')
  return Array.isArray(value) ? JSON.stringify(value.map(textOf).toSorted()) : textOf(value)
}

const differenceOf = (field: string, asked: Record<string, unknown>, accepted: Record<string, unknown>): Difference => {
  if (!Object.hasOwn(accepted, field)) return envelope.has(field) ? 'envelope' : 'onlyAsked'
  if (!Object.hasOwn(asked, field)) return 'onlyAccepted'
  return normal(field, asked[field]) === normal(field, accepted[field]) ? 'same' : 'changed'
}

const order: Difference[] = ['changed', 'onlyAsked', 'onlyAccepted', 'same', 'envelope']

/** Differences first. */
export const metadataRows = (asked: Record<string, unknown>, accepted: Record<string, unknown>): MetadataRow[] =>
  [...new Set([...Object.keys(asked), ...Object.keys(accepted)])]
    .map((field) => ({
      field,
      asked: Object.hasOwn(asked, field) ? textOf(asked[field]) : null,
      accepted: Object.hasOwn(accepted, field) ? textOf(accepted[field]) : null,
      difference: differenceOf(field, asked, accepted),
    }))
    .toSorted((a, b) => order.indexOf(a.difference) - order.indexOf(b.difference))
