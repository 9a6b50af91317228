// Certificates on screen: made, asked for, brought, looked at, taken elsewhere and deleted.

import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { openssl, pkcs12Of } from '../support/openssl.ts'
import { type OpensslIdentity, opensslIdentity } from '../support/openssl-identity.ts'
import { certificates } from './pages/certificates.ts'
import { frame } from './pages/frame.ts'
import { flaws } from './pages/manage.ts'
import { goTo, inBrowser, openWorkbench, shareBrowser, type Workbench } from './pages/workbench.ts'

const browser = shareBrowser()
const passphrase = 'correct horse battery'
const subject = '/C=GB/O=Brought/CN=brought'
let known: OpensslIdentity | undefined
const brought = (): OpensslIdentity => (known ??= opensslIdentity(subject))
const p12 = (...options: string[]): Buffer => Buffer.from(pkcs12Of(brought(), passphrase, ...options), 'base64')

const keyLines = (pem: string): string[] => pem.split('\n').filter((line) => line.length > 40)

/** Nothing typed, dropped or answered stays in the page. */
const expectNoSecrets = async ({ page }: Workbench, ...secrets: string[]): Promise<void> => {
  const kept = `${await certificates(page).typed()}\n${await page.content()}\n${await page.evaluate('JSON.stringify(Object.entries(localStorage))')}`
  for (const secret of secrets) expect(kept).not.toContain(secret)
}

describe('the sandbox generator', () => {
  test('an organisation with its roles, pre-filled, and again from the same CA', async () => {
    const workbench = await openWorkbench(browser())
    const { page, call, complaints } = workbench
    const { openForm, button, field, tick, fact, alert, faultOf } = certificates(page)
    await openForm('sandbox')
    expect(await field('Authorisation number').inputValue()).toBe('PSDGB-FCA-900002')
    await field('Organisation id').fill('not an id')
    await tick('Account information')
    await tick('Payment initiation')
    await button('Create certificates').click()
    await expect.poll(() => faultOf(field('Organisation id'))).toContain('Up to 18 letters and digits')
    expect(await alert.innerText()).toBe('At least one role')
    expect(await flaws(workbench, 'the generator with faults')).toEqual([])

    await field('Organisation id').fill('0015800001Example')
    await tick('Account information')
    await field('Name').fill('first')
    await button('Create certificates').click()
    await frame(page).shown('first').waitFor()
    await expect.poll(() => fact('Roles').innerText()).toContain('PSP_AI · 0.4.0.19495.1.3')
    const [first] = (await call('obWacCertificate.list', {})).items
    expect(first).toMatchObject({ name: 'first', organisationId: '0015800001Example', roles: ['PSP_AI'] })
    expect(await flaws(workbench, 'a certificate')).toEqual([])

    await button('Renew').click()
    await certificates(page).form('Create sandbox certificates').waitFor()
    expect(await field('Organisation id').inputValue()).toBe('0015800001Example')
    await field('Name').fill('renewed')
    await button('Create certificates').click()
    await frame(page).shown('renewed').waitFor()
    const renewed = (await call('obWacCertificate.list', {})).items.find(({ name }) => name === 'renewed')
    expect(renewed).toMatchObject({ subject: first?.subject, sandboxCaId: first?.sandboxCaId })
    expect((await call('sandboxCa.list', {})).items).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('a plain subject, by keyboard alone', async () => {
    const { page, call } = await openWorkbench(browser())
    await frame(page).command('go certificates', 'Certificates')
    await frame(page).shown('Certificates').waitFor()
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        'document.activeElement.getAttribute("aria-label") || document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ""',
      )
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if ((await focused()).startsWith(name)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not reach ${name}; it is at ${await focused()}`)
    }
    await tabTo('Create sandbox certificates')
    await page.keyboard.press('Enter')
    await certificates(page).form('Create sandbox certificates').waitFor()
    await tabTo('PSD2 organisation')
    await page.keyboard.press('ArrowDown')
    await tabTo('Subject')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('C=GB,O=Keyboard,CN=typed')
    await page.keyboard.press('Enter')
    await frame(page).shown('sandbox').waitFor()
    expect((await call('obWacCertificate.list', {})).items).toMatchObject([{ subject: 'CN=typed,O=Keyboard,C=GB', profile: 'plain' }])

    await tabTo('Delete')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
    expect(await focused()).toBe('Undo')
    await page.keyboard.press('Enter')
    await frame(page)
      .entry('Certificates', /sandbox/)
      .nth(1)
      .waitFor()
    expect((await call('obWacCertificate.list', {})).items).toHaveLength(1)
  })
})

describe('import', () => {
  test('PKCS#12 by drag and drop: a wrong passphrase, then the right one', async () => {
    const workbench = await openWorkbench(browser())
    const { page, call } = workbench
    const { openForm, field, button, dropFile, passphrase: secret, passphraseFault, fact } = certificates(page)
    await openForm('import')
    await field('Name').fill('dropped')
    const path = join(temporaryFolder(), 'brought.p12')
    writeFileSync(path, p12())
    await dropFile(path)
    await page.getByText('Looks like PKCS#12').waitFor()
    await secret.fill('something else')
    await button('Import').click()
    await expect.poll(passphraseFault).toContain('Passphrase is wrong. Enter the passphrase that the file was saved with.')
    expect(await secret.inputValue()).toBe('')
    expect(await flaws(workbench, 'a wrong passphrase')).toEqual([])
    await secret.fill(passphrase)
    await button('Import').click()
    await frame(page).shown('dropped').waitFor()
    await expect.poll(() => fact('Subject').innerText()).toContain('CN=brought,O=Brought,C=GB')
    expect((await call('obWacCertificate.list', {})).items).toMatchObject([{ name: 'dropped', sandboxCaId: null }])
    await expectNoSecrets(workbench, passphrase, 'something else')
  })

  test('pasted PEM for signatures, with the directory’s key id; nothing of the key stays in the page', async () => {
    const workbench = await openWorkbench(browser())
    const { page, call } = workbench
    const { openForm, field, button, paste, tick, fact } = certificates(page)
    await openForm('import')
    await tick('Signatures (OBSeal)')
    await field('Name').fill('pasted')
    await field('Key id (kid)').fill('kid-of-the-directory')
    await paste.fill(brought().privateKey + brought().certificate)
    await page.getByText('Holds a private key that is not encrypted').waitFor()
    await button('Import').click()
    await frame(page).shown('pasted').waitFor()
    await expect.poll(() => fact('Key id (kid)').innerText()).toContain('kid-of-the-directory')
    expect((await call('obSealCertificate.list', {})).items).toMatchObject([{ name: 'pasted', keyId: 'kid-of-the-directory' }])
    await expectNoSecrets(workbench, ...keyLines(brought().privateKey))
  })

  test('encrypted PEM by file', async () => {
    const { page, call } = await openWorkbench(browser())
    const { openForm, field, button, chooseFile, passphrase: secret } = certificates(page)
    const encrypted = openssl(['pkcs8', '-topk8', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'out'], {
      'key.pem': brought().privateKey,
    })
    await openForm('import')
    await field('Name').fill('chosen')
    await chooseFile('brought.pem', encrypted.toString() + brought().certificate)
    await secret.fill(passphrase)
    await button('Import').click()
    await frame(page).shown('chosen').waitFor()
    expect((await call('obWacCertificate.list', {})).items).toHaveLength(1)
  })

  test.each<[string, () => Buffer | string, string, RegExp]>([
    ['not a certificate', () => 'no certificate at all', '', /This is not a certificate.*Give a certificate, a private key/s],
    [
      'a key that belongs to another',
      () => brought().certificate + opensslIdentity('/CN=other').privateKey,
      '',
      /The private key does not belong to certificate "refused".*KEY_MISMATCH/s,
    ],
    ['a certificate without its key', () => brought().certificate, '', /comes without its private key.*name the signing request/s],
    [
      'PKCS#12 with an outdated encryption',
      () => p12('-legacy', '-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128'),
      passphrase,
      /Encryption of the file is outdated.*openssl pkcs12 -legacy/s,
    ],
  ])('%s is refused where it was given, with what to do', async (_, content, secret, words) => {
    const workbench = await openWorkbench(browser())
    const { page, call } = workbench
    const { openForm, field, button, chooseFile, passphrase: passphraseField, alert } = certificates(page)
    await openForm('import')
    await field('Name').fill('refused')
    await chooseFile('refused.p12', content())
    if (secret) await passphraseField.fill(secret)
    await button('Import').click()
    await alert.waitFor()
    expect(await alert.innerText()).toMatch(words)
    expect((await call('obWacCertificate.list', {})).items).toEqual([])
    expect(await flaws(workbench, 'a refusal')).toEqual([])
  })

  test('a pasted key in clear leaves the page even when it was refused', async () => {
    const workbench = await openWorkbench(browser())
    const { page } = workbench
    const { openForm, field, button, paste, alert } = certificates(page)
    await openForm('import')
    await field('Name').fill('refused')
    await paste.fill(brought().privateKey)
    await button('Import').click()
    await alert.filter({ hasText: 'File holds a private key but no certificate' }).waitFor()
    await page.getByText('It was removed from the page').waitFor()
    await expectNoSecrets(workbench, ...keyLines(brought().privateKey))
  })
})

test('a signing request, issued by openssl, comes back and finds its key', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, clipboard } = workbench
  const { openForm, field, button, paste, status, fact, tab, panel, tick } = certificates(page)
  await openForm('request')
  await tick('OBSeal, for signatures')
  await field('Name').fill('directory')
  await field('Legal name').fill('Real Payments Limited')
  await field('Organisation id').fill('0015800001Real')
  await field('Authorisation number').fill('PSDGB-FCA-123456')
  await button('Create signing request').click()
  await frame(page).shown('directory').waitFor()
  expect(await status.innerText()).toContain('Waiting')
  const [request] = (await call('signingRequest.list', {})).items
  const pem = request?.signingRequest ?? ''
  await button('Copy: Signing request').click()
  expect((await clipboard()).trim()).toBe(pem.trim())
  expect(openssl(['req', '-in', 'request.pem', '-noout', '-verify', '-subject'], { 'request.pem': pem }).toString()).toContain(
    'CN = 0015800001Real',
  )
  await tab('ASN.1').click()
  await panel.getByText('extensionRequest').waitFor()
  expect(await flaws(workbench, 'a signing request')).toEqual([])

  const authority = opensslIdentity('/CN=Directory CA')
  const files = { 'request.pem': pem, 'ca.pem': authority.certificate, 'ca.key': authority.privateKey }
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '7', '-days', '2', '-copy_extensions', 'copyall']
  const issued = openssl(['x509', '-req', '-in', 'request.pem', ...signing, '-out', 'out'], files).toString()

  await button('Import the issued certificate').click()
  await certificates(page).form('Import a certificate').waitFor()
  expect(
    await certificates(page)
      .main.getByRole('button', { name: /Private key$/ })
      .innerText(),
  ).toContain('directory')
  await paste.fill(brought().certificate)
  await button('Import').click()
  await certificates(page).alert.filter({ hasText: 'does not belong to certificate' }).waitFor()
  await paste.fill(issued)
  await button('Import').click()
  await fact('Competent authority').waitFor()
  expect((await call('obSealCertificate.list', {})).items).toMatchObject([{ name: 'directory', profile: 'obseal', sandboxCaId: null }])

  await frame(page)
    .entry('Certificates', /directory.*For an OBSeal/s)
    .click()
  await expect.poll(() => status.innerText()).toContain('Paired')
  await expect.poll(() => fact('Certificates with its key').innerText()).toContain('directory')
})

test('the inspector shows everything and keeps nothing', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call, complaints } = workbench
  const made = await call('sandboxCertificates.create', {
    profile: 'psd2',
    name: 'elsewhere',
    organisation: {
      name: 'Example',
      organisationId: 'org',
      softwareId: 'soft',
      authorisationNumber: 'PSDGB-FCA-123456',
      roles: ['PSP_AI'],
    },
  })
  const { encryptedPrivateKey } = await call('certificate.export', {
    obWacCertificateId: made.obWacCertificate.id,
    format: 'pkcs8',
    passphrase,
  })
  await call('obWacCertificate.delete', { id: made.obWacCertificate.id })
  await call('obSealCertificate.delete', { id: made.obSealCertificate.id })
  const { openForm, button, paste, passphrase: secret, tab, panel, main } = certificates(page)
  await openForm('inspect')
  await paste.fill(`${made.sandboxCa.certificate}${made.obWacCertificate.certificate}${encryptedPrivateKey}`)
  await secret.fill(passphrase)
  await button('Inspect').click()
  const parts = main.getByRole('table', { name: 'Found in it' })
  await parts.waitFor()
  expect(await parts.innerText()).toMatch(/RSA, 2048 bits\s+encrypted\s+Fits org/)
  await parts.getByRole('row').filter({ hasText: 'OBWAC' }).getByRole('button', { name: 'Show' }).click()
  expect(await panel.innerText()).toContain('PSP_AI · 0.4.0.19495.1.3')
  expect(await panel.innerText()).toContain('% of the validity has passed')
  await tab('Subject').click()
  const dn = 'CN=org,2.5.4.97=#'
  expect(await panel.innerText()).toContain(dn)
  expect(await panel.getByRole('row').filter({ hasText: dn }).getByRole('button', { name: /^Copy/ }).count()).toBe(1)
  await tab('Chain').click()
  expect(await panel.getByRole('listitem').count()).toBe(2)
  await tab('Extensions').click()
  expect(await panel.innerText()).toContain('clientAuth')
  await tab('ASN.1').click()
  await panel.getByText('1.3.6.1.5.5.7.1.3 (qcStatements)').waitFor()
  expect(await flaws(workbench, 'the inspector')).toEqual([])
  expect((await call('obWacCertificate.list', {})).items).toEqual([])
  expect(await secret.inputValue()).toBe('')
  expect(complaints).toEqual([])
})

// Under Electron the system's own dialog asks where to; what is written there is tested with the host.
test.runIf(inBrowser)('export: openssl opens both kinds with the passphrase', async () => {
  const workbench = await openWorkbench(browser())
  const { page, call } = workbench
  const made = await call('sandboxCertificates.create', { profile: 'plain', name: 'Taken along', subject: 'C=GB,O=Example,CN=example' })
  await goTo(page, `/certificates/obWacCertificate/${made.obWacCertificate.id}`)
  const { button, exportDialog } = certificates(page)
  const take = async (format: string) => {
    await button('Export').click()
    await exportDialog.locator('label').filter({ hasText: format }).click()
    await exportDialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await exportDialog.getByLabel('The same again').fill('another')
    await exportDialog.getByRole('button', { name: 'Export', exact: true }).click()
    await exportDialog.getByText('The two passphrases differ').waitFor()
    await exportDialog.getByLabel('The same again').fill(passphrase)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      exportDialog.getByRole('button', { name: 'Export', exact: true }).click(),
    ])
    await exportDialog.waitFor({ state: 'detached' })
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
  }
  const binary = await take('PKCS#12')
  expect(binary.name).toBe('Taken along.p12')
  const opened = openssl(['pkcs12', '-in', 'f', '-passin', `pass:${passphrase}`, '-nodes'], { f: binary.content }).toString()
  expect(opened).toContain('BEGIN PRIVATE KEY')
  expect(opened).toContain(made.obWacCertificate.certificate.trim())

  const text = await take('PEM with an encrypted key')
  expect(text.name).toBe('Taken along.pem')
  expect(text.content.toString()).toContain('BEGIN ENCRYPTED PRIVATE KEY')
  const publicKey = openssl(['pkey', '-in', 'f', '-passin', `pass:${passphrase}`, '-pubout'], { f: text.content }).toString()
  const certified = openssl(['x509', '-in', 'c', '-noout', '-pubkey'], { c: made.obWacCertificate.certificate }).toString()
  expect(publicKey).toBe(certified)
  await expectNoSecrets(workbench, passphrase, ...keyLines(text.content.toString().split('-----BEGIN CERTIFICATE')[0] ?? ''))
})

describe('a certificate that is kept here', () => {
  test('is renamed', async () => {
    const { page, call } = await openWorkbench(browser())
    const made = await call('sandboxCertificates.create', { profile: 'plain', subject: 'CN=example' })
    await goTo(page, `/certificates/obSealCertificate/${made.obSealCertificate.id}`)
    await certificates(page).button('Rename').click()
    const dialog = page.getByRole('dialog', { name: 'Rename “sandbox”' })
    await dialog.getByLabel('Name', { exact: true }).fill('signing 2027')
    await dialog.getByLabel('Key id (kid)').fill('given-kid')
    await dialog.getByRole('button', { name: 'Rename', exact: true }).click()
    await frame(page).shown('signing 2027').waitFor()
    expect(await call('obSealCertificate.get', { id: made.obSealCertificate.id })).toMatchObject({
      name: 'signing 2027',
      keyId: 'given-kid',
    })
  })

  test('is not deleted while a software statement uses it, and says which', async () => {
    const workbench = await openWorkbench(browser())
    const { page, call } = workbench
    await call('walkthrough.run', {})
    const [used] = (await call('obWacCertificate.list', {})).items
    await goTo(page, `/certificates/obWacCertificate/${used?.id}`)
    const { button, fact } = certificates(page)
    await expect.poll(() => fact('Used by').innerText()).toContain('TPP Workbench walkthrough')
    await button('Delete').click()
    const dialog = page.getByRole('dialog', { name: /cannot be deleted/ })
    await dialog.waitFor()
    expect(await flaws(workbench, 'cannot be deleted')).toEqual([])
    await dialog.getByRole('link', { name: 'TPP Workbench walkthrough' }).click()
    await frame(page).shown('TPP Workbench walkthrough').waitFor()
    expect((await call('obWacCertificate.list', {})).items).toHaveLength(1)
  })

  test('is deleted after a while, at once when the page goes away, and not when it is undone', async () => {
    const { page, call } = await openWorkbench(browser())
    const { button, undo } = certificates(page)
    const left = async () => (await call('obWacCertificate.list', {})).items.map(({ name }) => name)
    const ids: Record<string, string> = {}
    for (const name of ['undone', 'waited', 'left']) {
      ids[name] = (await call('sandboxCertificates.create', { profile: 'plain', name, subject: 'CN=example' })).obWacCertificate.id
    }
    const open = async (name: string) => {
      await goTo(page, `/certificates/obWacCertificate/${ids[name]}`)
      await frame(page).shown(name).waitFor()
    }
    await page.clock.install()
    await open('undone')
    await button('Delete').click()
    await frame(page)
      .entry('Certificates', /undone/)
      .nth(1)
      .waitFor({ state: 'detached' })
    await undo.click()
    await frame(page)
      .entry('Certificates', /undone/)
      .nth(1)
      .waitFor()

    await open('waited')
    await button('Delete').click()
    await undo.waitFor()
    expect(await left()).toEqual(['undone', 'waited', 'left'])
    await page.clock.fastForward(11_000)
    await undo.waitFor({ state: 'detached' })
    expect(await left()).toEqual(['undone', 'left'])

    await open('left')
    await button('Delete').click()
    await undo.waitFor()
    await page.reload()
    await expect.poll(left).toEqual(['undone'])
  })
})
