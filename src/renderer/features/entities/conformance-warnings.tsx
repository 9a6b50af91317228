import type { ConformanceWarning } from '../../../shared/model/common.ts'
import { entityText } from '../../text/entities/index.ts'
import { Status } from '../../ui/status.tsx'
import { Table } from '../../ui/table.tsx'

const t = entityText.bank

/** What the bank's answer has otherwise than the standard; it is used all the same. Those that the profile knows of are no surprise. */
export const ConformanceWarnings = ({ warnings }: { warnings: readonly ConformanceWarning[] }) => {
  if (warnings.length === 0) return null
  return (
    <Table title={t.warnings} columns={[t.warningPlace, t.warningWhat, t.warningClause]}>
      {warnings.map(({ path, message, clause, known }) => (
        <tr key={`${path} ${message}`}>
          <td className="mono">{path}</td>
          <td>
            {message} <Status tone={known ? 'neutral' : 'attention'}>{known ? t.knownWarning : t.newWarning}</Status>
          </td>
          <td className="muted">{clause}</td>
        </tr>
      ))}
    </Table>
  )
}
