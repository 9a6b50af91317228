// The one channel by which the page asks for anything. Sender and shape are checked here; the core checks method and input.

import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain, nativeTheme, shell } from 'electron'
import { z } from 'zod'
import { AppError, type Reply } from '../../../shared/errors.ts'
import { type HostRequest, requestChannel } from '../../../shared/host-request.ts'
import type { App } from '../../core/app.ts'
import { createApprovedAddresses } from './approved-addresses.ts'
import { createWindowAuthorisations } from './authorise-in-window.ts'
import { isOwnAddress } from './own-address.ts'
import { saveText } from './save-text.ts'

/** SECURITY: a name, not a path: nothing in it leads to another folder or hides the file. */
const fileName = z.string().regex(/^[\w-][\w .()-]{0,150}$/)

const hostRequest: z.ZodType<HostRequest> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), method: z.string().min(1).max(100), input: z.unknown() }),
  z.strictObject({ kind: z.literal('openExternal'), address: z.string().max(32_768) }),
  z.strictObject({
    kind: z.literal('saveText'),
    suggestedName: fileName,
    text: z.string(),
    encoding: z.enum(['utf8', 'base64']).optional(),
  }),
  z.strictObject({ kind: z.literal('authoriseInWindow'), authContextId: z.uuid() }),
  z.strictObject({ kind: z.literal('setTheme'), theme: z.enum(['system', 'light', 'dark']) }),
])

/** SECURITY: whatever else may come to run here, such as an embedded frame, is no caller. The frame is null once it has gone elsewhere. */
const isOurPage = ({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean =>
  !window.isDestroyed() &&
  sender.id === window.webContents.id &&
  senderFrame !== null &&
  senderFrame.parent === null &&
  isOwnAddress(senderFrame.url)

const foreign = new AppError('HOST_UNSUPPORTED', 'Sender is not the workbench’s own page')

const malformed = ({ issues: [issue] }: z.ZodError): AppError =>
  new AppError('INVALID_INPUT', `Request has a wrong ${issue?.path.join('.') || 'shape'}`, { field: issue?.path.join('.') ?? '' })

const asError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', 'The window could not do that', {}, error)

export interface AnswerRequestsInput {
  window: BrowserWindow
  core: Promise<App>
  /** Ends every call that is open. */
  closing: AbortSignal
}

/** Answers the page, from the moment when it is there; the core may still be opening. Nothing is thrown over IPC. */
export const answerRequests = ({ window, core, closing }: AnswerRequestsInput): void => {
  const approved = core.then(createApprovedAddresses)
  // A core that did not open ends the app, see start-app.ts.
  approved.catch(() => {})

  const authorise = createWindowAuthorisations(window, closing)

  const call = async (method: string, input: unknown): Promise<Reply<unknown>> => {
    const reply = await (await core).handle(method, input, { signal: closing })
    if (reply.ok) (await approved).learn(method, reply.value)
    return reply
  }

  const open = async (address: string): Promise<null> => {
    await shell.openExternal(await (await approved).check(address))
    return null
  }

  const answer = async (request: HostRequest): Promise<Reply<unknown>> => {
    switch (request.kind) {
      case 'call':
        return call(request.method, request.input)
      case 'openExternal':
        return { ok: true, value: await open(request.address) }
      case 'saveText':
        return { ok: true, value: await saveText(window, request) }
      case 'authoriseInWindow':
        return authorise(await core, request.authContextId)
      case 'setTheme':
        nativeTheme.themeSource = request.theme
        return { ok: true, value: null }
    }
  }

  ipcMain.handle(requestChannel, async (event, message: unknown): Promise<Reply<unknown>> => {
    try {
      if (!isOurPage(event, window)) throw foreign
      const request = hostRequest.safeParse(message)
      if (!request.success) throw malformed(request.error)
      return await answer(request.data)
    } catch (error) {
      return { ok: false, error: asError(error).toData() }
    }
  })
}
