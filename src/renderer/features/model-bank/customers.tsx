import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import { modelBankText as t } from '../../text/model-bank.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { NumberCell, Table } from '../../ui/table.tsx'
import styles from './model-bank.module.css'

/** Invented people, so their passwords are shown. */
export const Customers = ({ customers }: Pick<ModelBankStatus, 'customers'>) => (
  <Table title={t.customers} columns={[t.customer, t.username, t.password, t.oneTimeCode, { title: t.accounts, number: true }]}>
    {customers.map(({ username, password, oneTimeCode, name, description, accounts }) => (
      <tr key={username}>
        <td>
          {name}
          <div className="caption">{description}</div>
        </td>
        <Copied label={`${t.username} ${name}`} value={username} />
        <Copied label={`${t.password} ${name}`} value={password} />
        <Copied label={`${t.oneTimeCode} ${name}`} value={oneTimeCode} />
        <NumberCell>{accounts}</NumberCell>
      </tr>
    ))}
  </Table>
)

const Copied = ({ label, value }: { label: string; value: string }) => (
  <td className={styles.short}>
    <span className={styles.copied}>
      <span className="mono">{value}</span>
      <CopyButton value={value} label={label} />
    </span>
  </td>
)
