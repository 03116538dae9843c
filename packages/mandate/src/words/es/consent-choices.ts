import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Publicada por ${publisher}`,
  registeredItself:
    'Esta aplicación se registró a sí misma. Nadie aquí ha comprobado su nombre ni quién la hizo.',
  fromDocument: ({ domain }) =>
    phrase`Su descripción procede de ${domain}. Nadie aquí ha comprobado su nombre ni quién la hizo.`,
  namedLikeThisSite:
    'Atención: esta aplicación se llama como este sitio, o de forma parecida, pero no pertenece a él.',
  namedLikeAnother: ({ name }) =>
    phrase`Atención: esta no es ${name}, que está registrada aquí. El nombre es el mismo o se le parece.`,
  mixedAlphabets:
    'Atención: el nombre de esta aplicación mezcla letras de varios alfabetos y puede parecer otro nombre.',
  newHere: 'Nadie la ha usado aquí antes',
  usedSince: ({ day }) => phrase`En uso aquí desde el ${day}`,
  website: 'Sitio web',
  policy: 'Privacidad',
  terms: 'Condiciones',
  isNew: 'Nuevo',
  agreedBefore: 'Ya lo aceptó antes',
  onlyIfTicked: 'Lo que tiene una casilla solo se permite si la marca.',
  nothingTicked: 'Marque al menos un permiso o elija «Rechazar».',
}
