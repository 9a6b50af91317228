import { beforeAll, describe, expect, test } from 'vitest'
import type { Output } from '../../../../src/shared/api.ts'
import { shareTestApp } from '../../../support/app.ts'
import { makeCertificates, organisation } from '../../../support/tpp.ts'

const shared = shareTestApp()
let made: Output<'sandboxCertificates.create'>
beforeAll(async () => {
  made = await makeCertificates(shared())
})

test('sandbox CAs are listed, without their keys', async () => {
  const { items } = await shared().call('sandboxCa.list', {})
  expect(items).toEqual([made.sandboxCa])
  expect(JSON.stringify(items)).not.toContain('PRIVATE KEY')
})

describe('renaming', () => {
  test('a transport certificate', async () => {
    const { call, events } = shared()
    const { id } = made.obWacCertificate
    expect(await call('obWacCertificate.update', { id, name: 'renamed' })).toEqual({ ...made.obWacCertificate, name: 'renamed' })
    expect((await call('obWacCertificate.get', { id })).name).toBe('renamed')
    expect(events).toContainEqual({ type: 'changed', aggregate: 'obWacCertificate', id })
  })

  test('a signing certificate, whose key id changes only when one is given', async () => {
    const { call } = shared()
    const { id, keyId } = made.obSealCertificate
    expect(await call('obSealCertificate.update', { id, name: 'renamed' })).toMatchObject({ name: 'renamed', keyId })
    expect(await call('obSealCertificate.update', { id, name: 'again', keyId: 'kid-of-the-directory' })).toMatchObject({
      name: 'again',
      keyId: 'kid-of-the-directory',
    })
  })

  test.each([
    ['an unknown one', { id: crypto.randomUUID(), name: 'a' }, { code: 'NOT_FOUND', field: 'id' }],
    ['no name', { id: crypto.randomUUID(), name: '' }, { code: 'INVALID_INPUT', field: 'name' }],
  ])('%s is refused', async (_, input, expected) => {
    expect(await shared().refused('obWacCertificate.update', input)).toMatchObject(expected)
    expect(await shared().refused('obSealCertificate.update', input)).toMatchObject(expected)
  })
})

describe('signing requests', () => {
  const { softwareId: _, ...holder } = organisation

  test('are listed until they are deleted, with their keys', async () => {
    const { call, refused, events } = shared()
    const asked = await call('certificate.createSigningRequest', { name: 'asked', type: 'obwac', organisation: holder })
    expect((await call('signingRequest.list', {})).items).toEqual([asked])
    const seals = async () => (await call('encryptionKeyDescription.list', {})).items[0]?.seals
    expect(await seals()).toContainEqual({ kind: 'signing_request', values: 1 })
    expect(await call('signingRequest.delete', { id: asked.id })).toEqual({ id: asked.id })
    expect((await call('signingRequest.list', {})).items).toEqual([])
    expect(JSON.stringify(await seals())).not.toContain('signing_request')
    expect(events).toContainEqual({ type: 'changed', aggregate: 'signingRequest', id: asked.id })
    expect(await refused('signingRequest.delete', { id: asked.id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })
})

describe('certificate.asn1', () => {
  test('the tree of a certificate', async () => {
    const { root, truncated } = await shared().call('certificate.asn1', { pem: made.obWacCertificate.certificate })
    expect(root).toMatchObject({
      name: 'SEQUENCE',
      offset: 0,
      children: [{ name: 'SEQUENCE' }, { name: 'SEQUENCE' }, { name: 'BIT STRING' }],
    })
    expect(truncated).toBe(false)
  })

  test('a key is refused', async () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n'
    expect(await shared().refused('certificate.asn1', { pem })).toMatchObject({ code: 'CERTIFICATE_INVALID', field: 'pem' })
  })
})
