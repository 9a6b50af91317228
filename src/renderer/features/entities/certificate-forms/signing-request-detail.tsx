import type { InspectedSigningRequest, SigningRequest } from '../../../../shared/model/certificate.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { loadingText } from '../../../ui/format.ts'
import { type User, UserLinks } from '../certificate-users.tsx'
import type { Entry } from '../entry.ts'
import { EntityPage, TimeFact } from '../parts.tsx'
import { RequestTabs } from './request-tabs.tsx'
import { SavePem } from './save-pem.tsx'

const t = entityText.certificateForms
const aggregate = 'signingRequest'

export const signingRequestEntry = (request: SigningRequest): Entry => ({
  aggregate,
  id: request.id,
  name: request.name,
  status: null,
  secondary: t.request.type1[request.type],
  words: request.subject,
  detail: () => <SigningRequestDetail request={request} />,
})

/** Certificates here that have its key. */
const usePaired = ({ type }: SigningRequest, inspected: InspectedSigningRequest | undefined): User[] => {
  const own = type === 'obwac' ? 'obWacCertificate' : 'obSealCertificate'
  const transport = useQuery('obWacCertificate.list', type === 'obwac' ? {} : null).value?.items ?? []
  const signing = useQuery('obSealCertificate.list', type === 'obseal' ? {} : null).value?.items ?? []
  return [...transport, ...signing]
    .filter(({ publicKeySha256 }) => publicKeySha256 === inspected?.publicKey.sha256)
    .map(({ id, name }) => ({ path: ['certificates', own, id], name, kind: '' }))
}

const SigningRequestDetail = ({ request }: { request: SigningRequest }) => {
  const { id, name, type, created, signingRequest: pem } = request
  const { value, error } = useQuery('certificate.inspect', { pem })
  const [inspected] = value?.signingRequests ?? []
  const paired = usePaired(request, inspected)
  const remove = () => {
    deleteWithUndo(deletionKey(aggregate, id), name, () => call('signingRequest.delete', { id }))
    leaveTo(['certificates'])
  }
  return (
    <EntityPage
      aggregate={aggregate}
      id={id}
      name={name}
      status={paired.length > 0 ? { tone: 'good', word: t.request.paired } : { tone: 'neutral', word: t.request.waiting }}
      actions={
        <>
          <Button kind={paired.length > 0 ? 'normal' : 'primary'} onPress={() => go(['certificates', 'new', 'import', id])}>
            {t.request.pair}
          </Button>
          <Button onPress={remove}>{t.actions.delete}</Button>
        </>
      }
    >
      <p className="muted">{t.request.next}</p>
      <CodeBlock label={t.request.pem}>{pem}</CodeBlock>
      <SavePem name={name} pem={pem} ending="csr" />
      <Facts>
        <Fact label={t.request.type}>{t.request.types[type]}</Fact>
        <IdFact label={entityText.certificate.subject} term="subject-dn" value={request.subject} full />
        <Fact label={t.request.pairedWith}>{paired.length > 0 ? <UserLinks users={paired} /> : entityText.none}</Fact>
        <TimeFact label={entityText.created} iso={created} />
        <IdFact label={entityText.id} value={id} full />
      </Facts>
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {inspected && (
        <Section title={t.request.details}>
          <RequestTabs request={inspected} />
        </Section>
      )}
    </EntityPage>
  )
}
