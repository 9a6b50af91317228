import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { KeyPair } from '../../../pki/keys.ts'
import { createAgents } from '../bank/agents.ts'
import { equal } from './equal.ts'
import { createParties, type Parties } from './parties.ts'

type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

/** A server of one TLS version that trusts the CA alone, asked by the agent that is used for banks. */
const handshake = async ({ ca, server, client }: Parties, version: TlsVersion): Promise<void> => {
  const listener = createServer(
    {
      key: server.privateKey,
      cert: server.certificate,
      ca: ca.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    },
    ({ socket }, response) => response.end((socket as TLSSocket).getPeerX509Certificate()?.fingerprint256 ?? 'none'),
  )
  const agents = createAgents()
  try {
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    const identity = { obWacCertificateId: 'self-test', certificate: client.certificate, chain: [], privateKey: client.privateKey }
    const agent = agents.agentFor({ bankProfileId: null, caCertificates: [ca.certificate] }, identity, 5000)
    const { body } = await agent.request({ origin: `https://127.0.0.1:${port}`, path: '/', method: 'GET' })
    equal(`the certificate that a server of ${version} saw`, await body.text(), new X509Certificate(client.certificate).fingerprint256)
  } finally {
    await agents.close()
    listener.closeAllConnections()
    listener.close()
  }
}

/** RFC 8446 §4.3.2 and RFC 5246 §7.4.4, over loopback with certificates of this moment. */
export const checkMutualTls = async (key: KeyPair): Promise<void> => {
  const parties = await createParties(key)
  await handshake(parties, 'TLSv1.2')
  await handshake(parties, 'TLSv1.3')
}
