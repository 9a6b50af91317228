import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ErrorNotice, pathOfNewRegistration } from '../../../src/renderer/ui/error-notice.tsx'
import type { AppErrorData } from '../../../src/shared/errors.ts'

const suggestion = { field: 'subjectDnRendering', value: 'dottedHex', label: 'Subject in the strict form' }
const shown = (changes: Partial<AppErrorData>) =>
  renderToStaticMarkup(
    createElement(ErrorNotice, { error: { code: 'BANK_ERROR_RESPONSE', message: 'Token request: refused', ...changes } }),
  )

test('what the bank may take instead is said, with the way to register with it', () => {
  const notice = shown({ suggestion: { ...suggestion, bankProfileId: 'bank-1' } })
  expect(notice).toContain('What the bank may take instead: Subject in the strict form.')
  expect(notice).toContain('Register another client with it')
  expect(pathOfNewRegistration({ ...suggestion, bankProfileId: 'bank-1' })).toEqual(['banks', 'new', 'registration', 'bank-1', 'dottedHex'])
})

test('a suggestion for the form that shows it is the form’s to offer', () => {
  expect(pathOfNewRegistration(suggestion)).toBeNull()
  for (const notice of [shown({ suggestion }), shown({})]) expect(notice).not.toMatch(/instead|Register another/)
})
