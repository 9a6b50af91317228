import { useQuery } from '../../api/query.ts'
import { entityText } from '../../text/entities/index.ts'
import styles from './entities.module.css'
import { To } from './parts.tsx'

export interface User {
  path: string[]
  name: string
  kind: string
}

/** Software statements that use it: they keep it from being deleted. */
export const useStatementsOf = (certificateId: string): User[] | null =>
  useQuery('softwareStatement.list', {})
    .value?.items.filter((one) => one.defaultObWacCertificateId === certificateId || one.defaultObSealCertificateId === certificateId)
    .map(({ id, clientName }) => ({ path: ['software', 'softwareStatement', id], name: clientName, kind: entityText.bank.software })) ??
  null

/** Registrations bound to it. */
const useRegistrationsOf = (certificateId: string): User[] => {
  const profiles = useQuery('bankProfile.list', {}).value?.items ?? []
  return (useQuery('bankRegistration.list', {}).value?.items ?? [])
    .filter(({ binding }) => binding.obWacCertificateId === certificateId)
    .map(({ id, bankProfileId }) => ({
      path: ['banks', 'bankRegistration', id],
      name: profiles.find((profile) => profile.id === bankProfileId)?.displayName ?? id,
      kind: entityText.consent.registration,
    }))
}

export const UserLinks = ({ users }: { users: User[] }) => (
  <ul className={styles.links}>
    {users.map(({ path, name, kind }) => (
      <li key={path.join('/')}>
        <To path={path}>{name}</To> <span className="muted">{kind}</span>
      </li>
    ))}
  </ul>
)

export const UsedBy = ({ certificateId }: { certificateId: string }) => {
  const users = [...(useStatementsOf(certificateId) ?? []), ...useRegistrationsOf(certificateId)]
  return users.length === 0 ? entityText.none : <UserLinks users={users} />
}
