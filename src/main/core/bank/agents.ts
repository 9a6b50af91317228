import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { Agent } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import type { BankTarget, TransportIdentity } from './session.ts'
import { tlsConnector } from './tls-connector.ts'
import { subjectLine } from './tls-facts.ts'

// FAPI 1.0 Advanced 8.5: these four below TLS 1.3; the TLS 1.3 suites stand first.
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES256-GCM-SHA384',
].join(':')

/** One agent per bank and identity, each with one connection that its requests share. */
export interface Agents {
  /** The agent for these certificates and this time to connect; an earlier one is closed once its requests are done. */
  agentFor(target: BankTarget, identity: TransportIdentity | null, connectTimeoutMs: number): Agent
  /** Ends every connection; requests under way fail. */
  close(): Promise<void>
}

export function createAgents(): Agents {
  const slots = new Map<string, { material: string; agent: Agent }>()
  const retiring = new Set<Agent>()

  const retire = (agent: Agent) => {
    retiring.add(agent)
    agent.close().finally(() => retiring.delete(agent))
  }

  return {
    agentFor(target, identity, connectTimeoutMs) {
      const slot = `${identity ? 'identity' : 'anonymous'} ${target.bankProfileId}`
      const material = [identity?.certificate ?? '', ...(identity?.chain ?? []), ...target.caCertificates, connectTimeoutMs].join('\n')
      const current = slots.get(slot)
      if (current?.material === material) return current.agent
      const agent = buildAgent(target, identity, connectTimeoutMs)
      slots.set(slot, { material, agent })
      if (current) retire(current.agent)
      return agent
    },
    async close() {
      const agents = [...[...slots.values()].map(({ agent }) => agent), ...retiring]
      slots.clear()
      await Promise.all(agents.map((agent) => agent.destroy()))
    },
  }
}

function buildAgent(target: BankTarget, identity: TransportIdentity | null, connectTimeoutMs: number): Agent {
  const secureContext = secureContextFor(target, identity)
  const certificate = identity && new X509Certificate(identity.certificate)
  const offered = certificate && {
    obWacCertificateId: identity.obWacCertificateId,
    subject: subjectLine(certificate.subject),
    sha256Fingerprint: certificate.fingerprint256.toLowerCase(),
  }
  return new Agent({
    allowH2: false,
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 600_000,
    maxCachedSessions: 0,
    connect: tlsConnector(secureContext, offered, connectTimeoutMs),
  })
}

function secureContextFor(target: BankTarget, identity: TransportIdentity | null): SecureContext {
  const material = identity && { cert: [identity.certificate, ...identity.chain].join('\n'), key: identity.privateKey }
  const what = identity ? `OBWAC ${identity.obWacCertificateId}` : `CA certificates of the ${target.kind ?? 'bank profile'}`
  return guarded(what, () => {
    const secureContext = createSecureContext({ ...material, minVersion: 'TLSv1.2', ciphers })
    // Given as `ca` they would take the place of the public roots, which cost 7 ms to read anew for every context.
    for (const certificate of target.caCertificates) secureContext.context.addCACert(certificate)
    return secureContext
  })
}

function guarded(what: string, build: () => SecureContext): SecureContext {
  try {
    return build()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') {
      throw new AppError('KEY_MISMATCH', `${what}: the private key does not belong to the certificate`, {
        remedy: 'Import the certificate again together with its own private key.',
      })
    }
    throw new AppError(
      'CERTIFICATE_INVALID',
      `${what} cannot be used for TLS`,
      {
        remedy: 'Check that the certificates and the key are complete PEM texts.',
      },
      error,
    )
  }
}
