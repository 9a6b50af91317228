import type { TransactionSummary } from '../../../../shared/model/account-data.ts'
import { dataText as t } from '../../../text/data.ts'
import { money, plural } from '../../../ui/format.ts'
import { dateText, signedMoney } from '../../home/data-text.ts'
import styles from './totals-line.module.css'

/** What the filters leave: how many, between when, and each currency by itself. */
export const TotalsLine = ({ summary: { count, first, last, currencies } }: { summary: TransactionSummary }) => (
  <section aria-label={t.totals.label} className={styles.line}>
    <span>
      <strong>{plural(count, 'transaction')}</strong>{' '}
      {first && last && <span className="muted">{t.totals.span(dateText(first), dateText(last))}</span>}
    </span>
    {currencies.map(({ currency, credits, debits, net }) => (
      <span key={currency} className={styles.currency}>
        <span>
          <span className="muted">{t.totals.credits}</span> {signedMoney(credits)}
        </span>
        <span>
          <span className="muted">{t.totals.debits}</span> {money(debits)}
        </span>
        <span>
          <span className="muted">{t.totals.net}</span> <strong>{signedMoney(net)}</strong> <span className="muted">{currency}</span>
        </span>
      </span>
    ))}
  </section>
)
