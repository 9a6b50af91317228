// What usually causes a failure of the walkthrough, most likely first, and where to look; part of the text of Home.

export const homeCauses = {
  bankGone: [
    'The model bank was stopped, or was started anew at another address.',
    'Starting again starts it, and uses what is still valid.',
  ],
  unreachable: [
    'The bank’s server is down, or this machine has no connection to it.',
    'The issuer or an endpoint in the bank profile is out of date.',
  ],
  tls: [
    'The bank does not trust the authority that issued the OBWAC, or the OBWAC has expired.',
    'The bank’s own certificate is not issued by an authority in the bank profile.',
  ],
  forgotten: [
    'The bank no longer knows this client: a model bank that was started anew forgets its clients.',
    'The OBWAC that was offered is not the one the client is registered with.',
  ],
  forbidden: [
    'The consent lacks the permission for this call, or is no longer authorised.',
    'The certificate lacks the role for this call.',
  ],
  refusedRequest: ['A field or claim of the request is not what the bank expects; its answer usually names which.'],
  tooMany: ['The bank limits how often it may be called.'],
  bankFailed: ['The bank itself failed; the same request may work a moment later.'],
  badAnswer: [
    'The bank’s answer does not follow the standard, or the bank profile does not describe this bank.',
    'The exchange holds the answer as it was received.',
  ],
  badSignature: ['The bank has changed its signing keys, or the answer was altered on the way.', 'The clocks of the two machines differ.'],
  refused: ['The customer chose to refuse on the bank’s page.', 'A consent that was refused cannot be authorised any more; a new one can.'],
  late: [
    'The bank’s page was left open too long, or closed before the end.',
    'The redirect went to another address than the one registered.',
  ],
  notAuthorised: ['The log-in at the bank was not finished, or the redirect was not meant for this authorisation.'],
  missing: ['Something that an earlier step made was deleted since.'],
  certificate: ['The certificate has expired, or its key belongs to another one.'],
  secrets: ['The key that protects this workspace cannot be read any more.'],
  lost: ['The workbench was stopped in its terminal, or another one was started in its place.'],
  internal: ['This is a mistake in the workbench and not in the set-up.'],
} as const
