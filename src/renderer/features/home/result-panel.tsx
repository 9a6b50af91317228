import type { WalkthroughResult } from '../../../shared/model/walkthrough.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { money } from '../../ui/format.ts'
import { DataTable, Money, TransactionsTable } from './data-tables.tsx'
import styles from './result-panel.module.css'
import table from './table.module.css'
import { totalsText } from './view.ts'

const t = text.home.data

/** Where the walkthrough ends: the accounts with their balances, and the newest transactions. */
export const ResultPanel = ({ result }: { result: WalkthroughResult }) => (
  <div className={styles.result}>
    <div className={styles.heading}>
      <h2>{text.home.result}</h2>
      <span className="muted">{totalsText(result)}</span>
      <a href={href(['data'])}>{text.home.actions.allData}</a>
    </div>
    <DataTable caption={t.accounts} columns={[t.account, t.accountId, `>${t.count}`, `>${t.balance}`]}>
      {result.accounts.map(({ accountId, name, currency, balance, transactions }) => (
        <tr key={accountId}>
          <td>{name ?? accountId}</td>
          <td className="mono">{accountId}</td>
          <td className={table.number}>{transactions.toLocaleString('en-GB')}</td>
          <Money amount={balance === null ? '–' : money(balance)} currency={currency} />
        </tr>
      ))}
    </DataTable>
    <TransactionsTable consentId={result.accountAccessConsentId} />
  </div>
)
