import { libraries } from 'virtual:libraries'
import { host } from '../../api/client.ts'
import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { text } from '../../text/en.ts'
import { settingsText as t } from '../../text/settings.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Table } from '../../ui/table.tsx'

const runtimes = ['node', 'electron', 'sqlite', 'openssl'] as const

/** What this is, what it runs on, and whose work is in it. */
export const About = () => {
  const { value, error } = useQuery('workspace.about', {})
  const { kind, version, platform } = host().host
  return (
    <Section title={t.about}>
      {error && <ErrorNotice error={error} />}
      <Facts>
        <Fact label={t.version} copy={`${text.appName} ${version}, ${platform}`}>
          {text.appName} {version}
        </Fact>
        <Fact label={t.host}>{t.hosts[kind]}</Fact>
        {value &&
          runtimes.map((name) => (
            <Fact key={name} label={t.runtimes[name]} {...(value[name] !== null && { copy: value[name] })}>
              {value[name] ?? t.none}
            </Fact>
          ))}
      </Facts>
      <Table title={t.libraries} columns={[t.library, t.libraryVersion, t.licence]}>
        {libraries.map(({ name, version, licence }) => (
          <tr key={name}>
            <td className="mono">{name}</td>
            <td>{version}</td>
            <td>{licence}</td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
