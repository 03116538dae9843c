import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const consent: Words['consent'] = {
  title: ({ client }) => phrase`¿Permitir que ${client} actúe en su nombre?`,
  whoAsks: 'Quién lo pide',
  signedInAs: 'Sesión iniciada como',
  itCan: 'Podrá',
  howLong: 'Duración',
  onThisComputer: ({ host }) => phrase`Un programa de este equipo (${host})`,
  appAt: ({ host }) => phrase`La aplicación en ${host}`,
  registered: ({ day }) => phrase`Registrada aquí el ${day}`,
  otherAccount: '¿No es usted? Use otra cuenta',
  seeEmail: ({ apis }) =>
    phrase`${inWords.list(apis)} ${inWords.plural(apis.length, { one: 've', other: 'ven' })} su correo electrónico.`,
  ends: ({ unused, account }) =>
    phrase`El acceso termina tras ${inWords.span(unused)} sin uso, o de inmediato cuando desconecte la aplicación en ${account('su cuenta')}.`,
  decision: 'Su decisión',
  deny: 'Rechazar',
  allow: 'Permitir',
  youReturn: 'Elija lo que elija, volverá a la aplicación.',
  neverSees: 'Nunca ve su contraseña.',
  noDecision: 'Elija «Permitir» o «Rechazar» para continuar.',
  pageTooOld:
    'La página estuvo abierta demasiado tiempo. Todavía no se ha decidido nada: elija de nuevo.',
}
