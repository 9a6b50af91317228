import { useMemo } from 'react'
import { useQuery } from '../../api/query.ts'

/** Display names of banks by the id of their profile. */
export const useBankNames = (): Map<string, string> => {
  const { value } = useQuery('bankProfile.list', {})
  return useMemo(() => new Map(value?.items.map(({ id, displayName }) => [id, displayName])), [value])
}
