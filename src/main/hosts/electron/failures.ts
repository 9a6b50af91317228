// What a person sees when something gives way. SECURITY: never a stack or a foreign message, which can quote what was being worked on.

import { app, dialog } from 'electron'
import { AppError } from '../../../shared/errors.ts'

export const showFailure = (title: string, content: string): void => dialog.showErrorBox(title, content)

const textOf = (error: unknown): string => {
  if (error instanceof AppError) return [error.message, error.details.remedy].filter(Boolean).join('\n\n')
  return `An unexpected failure (${error instanceof Error ? error.name : typeof error}). What was kept is not affected.`
}

/** Says why, and ends the app. */
export const endWithFailure = (title: string, error: unknown): void => {
  showFailure(title, textOf(error))
  app.exit(1)
}

/** First of all. A core in an unknown state must not go on writing. */
export const reportFailures = (): void => {
  const end = (error: unknown) => endWithFailure('TPP Workbench has to close', error)
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
