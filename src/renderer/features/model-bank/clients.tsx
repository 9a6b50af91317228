import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import { modelBankText as t } from '../../text/model-bank.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import { Table } from '../../ui/table.tsx'
import styles from './model-bank.module.css'

export const Clients = ({ clients }: Pick<ModelBankStatus, 'clients'>) => {
  if (clients.length === 0) return <p className="muted">{t.noClients}</p>
  return (
    <Table title={t.clients} columns={[t.client, t.origin, t.boundTo, t.since]}>
      {clients.map(({ clientId, name, origin, tokenEndpointAuthMethod, boundTo, created }) => (
        <tr key={clientId}>
          <td>
            {name}
            <div className={styles.copied}>
              <span className="mono">{clientId}</span>
              <CopyButton value={clientId} label={`${t.clientId} ${name}`} />
            </div>
          </td>
          <td className={styles.short}>
            {t.origins[origin]}
            <div className="caption">{tokenEndpointAuthMethod}</div>
          </td>
          <td>
            <div className={styles.copied}>
              <span className="mono">{boundTo}</span>
              <CopyButton value={boundTo} label={`${t.boundTo} ${name}`} />
            </div>
          </td>
          <td className={styles.short}>
            <time dateTime={created} title={exactTime(created)}>
              {relativeTime(created)}
            </time>
          </td>
        </tr>
      ))}
    </Table>
  )
}
