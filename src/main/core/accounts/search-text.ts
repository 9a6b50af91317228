/** The form in which texts are compared: upper and lower case, wide and narrow, composed and decomposed letters are one. */
export const foldText = (text: string): string =>
  ascii.test(text) ? text.toLowerCase() : text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ')

const ascii = /^[\0-\x7f]*$/
