import { useQuery } from '../../api/query.ts'
import { entityText } from '../../text/entities/index.ts'
import styles from './entities.module.css'
import { To } from './parts.tsx'

/** Links to the registrations of a software statement. */
export const StatementRegistrations = ({ statementId }: { statementId: string }) => {
  const registrations = useQuery('bankRegistration.list', {})
  const profiles = useQuery('bankProfile.list', {})
  const own = registrations.value?.items.filter(({ softwareStatementId }) => softwareStatementId === statementId) ?? []
  if (own.length === 0) return entityText.none
  return (
    <ul className={styles.links}>
      {own.map(({ id, bankProfileId }) => (
        <li key={id}>
          <To path={['banks', 'bankRegistration', id]}>
            {profiles.value?.items.find((profile) => profile.id === bankProfileId)?.displayName ?? id}
          </To>
        </li>
      ))}
    </ul>
  )
}
