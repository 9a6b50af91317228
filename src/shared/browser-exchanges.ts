// Exchanges that the customer's browser took part in, told apart from the workbench's own by their step in the request log.

/** The redirect as it was caught or pasted: nothing was sent from here, and nothing was timed. */
export const redirectStep = 'authorisation.redirect'
/** What the browser of the simulated customer asked of the bank's pages; a person's own browser keeps that to itself. */
export const pageStep = 'authorisation.page'

export const isRedirect = ({ step }: { step: string }): boolean => step === redirectStep
export const isPage = ({ step }: { step: string }): boolean => step === pageStep
