import { href } from '../../router.ts'
import { dataText as t } from '../../text/data.ts'
import { money } from '../../ui/format.ts'
import { NumberCell, Table } from '../../ui/table.tsx'
import { accountName, mainBalance, numberOf } from './account-name.ts'
import { pathOf } from './data-path.ts'
import page from './page.module.css'
import type { ConsentData } from './use-consents.ts'

/** The accounts of a consent side by side. */
export const AccountsTab = ({ data: { consent, accounts, balances } }: { data: ConsentData }) => (
  <div className={page.tab}>
    <Table title={t.accounts} columns={[t.name, t.number, t.type, { title: t.balance, number: true }]}>
      {accounts.map((account) => {
        const balance = mainBalance(balances, account.accountId)
        const types: Readonly<Record<string, string>> = t.types
        return (
          <tr key={account.accountId}>
            <td>
              <a href={href(pathOf({ consentId: consent.id, accountId: account.accountId }))}>{accountName(account)}</a>
            </td>
            <td>{numberOf(account)}</td>
            <td>{account.type && (types[account.type] ?? account.type)}</td>
            <NumberCell>
              {balance?.amount && money(balance.amount)} <span className="muted">{balance?.currency}</span>
            </NumberCell>
          </tr>
        )
      })}
    </Table>
  </div>
)
