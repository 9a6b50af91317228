import { describe, expect, test } from 'vitest'
import { createPlainSet, createPsd2Set } from '../../../src/pki/certificate.ts'
import { inspect } from '../../../src/pki/inspect.ts'
import { renewalOf, sandboxOrganisation, subjectText } from '../../../src/renderer/features/entities/certificate-forms/organisation-form.ts'
import { api } from '../../../src/shared/api.ts'

const inspected = async (pem: string) => {
  const [certificate] = (await inspect({ pem })).certificates
  if (!certificate) throw new Error('Nothing was inspected')
  return { ...certificate, name: 'kept', sandboxCaId: 'a-sandbox-ca' }
}

test('what the form begins with is what the core takes', () => {
  const input = { profile: 'psd2', name: 'sandbox', organisation: sandboxOrganisation }
  expect(api['sandboxCertificates.create'].input.safeParse(input).success).toBe(true)
})

describe('a renewal asks for the same again', () => {
  test('of an organisation', async () => {
    const { transport } = await createPsd2Set(sandboxOrganisation)
    const renewal = renewalOf(await inspected(transport.certificate), 'mySoftware')
    expect(renewal).toMatchObject({
      name: 'kept',
      profile: 'psd2',
      sandboxCaId: 'a-sandbox-ca',
      organisation: { ...sandboxOrganisation, softwareId: 'mySoftware', roles: expect.arrayContaining(sandboxOrganisation.roles) },
    })
  })

  test('of a plain subject, whatever characters are in it', async () => {
    const subject = 'C=GB,O=Example\\, Sons \\+ Co,OU=\\#1,CN=exa\\"mple'
    const { transport } = await createPlainSet(subject)
    const one = await inspected(transport.certificate)
    const renewal = renewalOf(one, undefined)
    expect(renewal).toMatchObject({ profile: 'plain', organisation: { softwareId: sandboxOrganisation.softwareId } })
    const again = await createPlainSet(renewal.subject)
    expect((await inspected(again.transport.certificate)).subject).toBe(one.subject)
  })
})

test('a subject is written in the order of the certificate, special characters escaped', () => {
  const attribute = (name: string, value: string) => ({ oid: '', name, value, stringType: 'UTF8String' })
  expect(subjectText({ subjectAttributes: [attribute('C', 'GB'), attribute('O', ' A, B '), attribute('CN', '#1')] })).toBe(
    'C=GB,O=\\ A\\, B\\ ,CN=\\#1',
  )
})
