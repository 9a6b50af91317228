import type { ReactNode } from 'react'
import type { InspectedCertificate, Inspection } from '../../../shared/model/certificate.ts'
import { entityText } from '../../text/entities/index.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Asn1View } from './asn1-view.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import { CertificateExtensions } from './certificate-extensions.tsx'
import { SavePem } from './certificate-forms/save-pem.tsx'
import { CertificateNames } from './certificate-names.tsx'
import styles from './entities.module.css'

const t = entityText.certificate

export interface CertificateTabsProps {
  /** The certificate itself is the one at `index`. */
  inspection: Inspection
  index: number
  certificate: InspectedCertificate
  /** What the first tab shows. */
  overview: ReactNode
  /** Begins the names of files. */
  name: string
}

/** Everything that can be read of a certificate, kept here or only looked at. */
export const CertificateTabs = ({ inspection, index, certificate, overview, name }: CertificateTabsProps) => {
  const chain = inspection.certificates.filter((_, other) => other !== index).map(({ pem }) => pem)
  const tab = (content: ReactNode) => <div className={styles.tab}>{content}</div>
  return (
    <Tabs
      label={t.tabs}
      items={[
        { id: 'overview', label: t.overview, content: tab(overview) },
        { id: 'names', label: t.names, content: tab(<CertificateNames {...certificate} />) },
        { id: 'chain', label: t.chain, content: tab(<CertificateChain inspection={inspection} from={index} />) },
        { id: 'extensions', label: t.extensions, content: tab(<CertificateExtensions {...certificate} />) },
        { id: 'asn1', label: entityText.certificateForms.asn1.tab, content: tab(<Asn1View pem={certificate.pem} />) },
        {
          id: 'pem',
          label: t.pem,
          content: tab(
            <>
              <CodeBlock label={t.leafPem}>{certificate.pem}</CodeBlock>
              {chain.length > 0 && <CodeBlock label={t.chainPem}>{chain.join('')}</CodeBlock>}
              <SavePem name={name} pem={[certificate.pem, ...chain].join('')} />
            </>,
          ),
        },
      ]}
    />
  )
}
