// A PKCE verifier is kept no longer than a redirect could be answered with it.

import { expect, test } from 'vitest'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { begin, complete } from '../../../support/authorisations.ts'
import { copyProfile, makeConsent, minutes, movableClock, prepareTpp, register } from '../../../support/tpp.ts'

const verifiers = async ({ call }: TestApp): Promise<number> => {
  const { items } = await call('encryptionKeyDescription.list', {})
  return items.flatMap(({ seals }) => seals).find(({ kind }) => kind === 'auth_context')?.values ?? 0
}

test('it is deleted when the time of its authorisation is over, and when a workspace opens after that', async () => {
  const clock = movableClock()
  const dataDir = temporaryFolder()
  const key = workspaceKey()
  const open = () => startTestApp({ dataDir, env: { ...key }, clock })
  const first = await open()
  const tpp = await prepareTpp(first)
  // PKCE goes with a pushed request.
  const signed = { name: 'signed-answers', responseType: 'code', responseMode: 'jwt', pushedAuthorizationRequest: true } as const
  const profile = await copyProfile(first, tpp.profile, signed)
  const { id } = await makeConsent(first, (await register(first, { ...tpp, profile })).id)
  const abandoned = await first.call(begin, { id, capture: 'paste', timeoutSeconds: 1 })
  expect(await verifiers(first)).toBe(1)
  await first.refused(complete, { authContextId: abandoned.authContextId })
  expect(await verifiers(first)).toBe(0)
  await first.call(begin, { id, capture: 'paste', timeoutSeconds: 120 })
  await first.close()

  const second = await open()
  // It can still be answered.
  expect(await verifiers(second)).toBe(1)
  await second.close()

  clock.forward(minutes(3))
  expect(await verifiers(await open())).toBe(0)
})
